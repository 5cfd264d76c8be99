<?php
/**
 * Choices and codes.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

use WblFeed\Standard\Vocabularies;

defined( 'ABSPATH' ) || exit;

/**
 * Reads choices and codes, through the vocabularies with their labels and synonyms.
 */
final class Choices {
	/** Choices that a plain yes or no stands for. */
	const ANSWERS = array( 'yes' => 'no', 'required' => 'not-required' );

	/**
	 * One of the member's choices.
	 *
	 * @param string $text   A tidy text.
	 * @param Member $member The member.
	 */
	public static function one( string $text, Member $member ): ?string {
		$named = '/status' === $member->pointer ? Statuses::read( $text ) : Vocabularies::find( $member->pointer, $text );
		foreach ( $member->choices as $choice ) {
			if ( Text::lower( $named ?? $text ) === Text::lower( $choice ) ) {
				return $choice;
			}
		}
		foreach ( self::ANSWERS as $yes => $no ) {
			$flag = in_array( $yes, $member->choices, true ) ? Flags::read( $text ) : null;
			if ( null !== $flag ) {
				return $flag ? $yes : $no;
			}
		}
		return null;
	}

	/**
	 * What one part of a list stands for, which is several days for `Mon, Wed`.
	 *
	 * @param string $text   A tidy text.
	 * @param Member $member The member.
	 * @return string[]|null
	 */
	public static function several( string $text, Member $member ): ?array {
		if ( Weekdays::WEEK === $member->choices ) {
			return Weekdays::read( $text );
		}
		$choice = self::one( $text, $member );
		return null === $choice ? null : array( $choice );
	}

	/**
	 * A code by code, label or synonym; any other text as it is.
	 *
	 * @param string   $text     A tidy text.
	 * @param Member   $member   The member.
	 * @param string[] $profiles Names of profiles that the feed follows.
	 */
	public static function code( string $text, Member $member, array $profiles ): string {
		return Vocabularies::find( $member->pointer, $text, $profiles ) ?? $text;
	}

	/**
	 * The code of one part of a list, or those of several with commas between them if each of them is known.
	 *
	 * @param string   $text     A tidy text.
	 * @param Member   $member   The member.
	 * @param string[] $profiles Names of profiles that the feed follows.
	 * @return string[]
	 */
	public static function codes( string $text, Member $member, array $profiles ): array {
		$codes = array();
		foreach ( explode( ',', $text ) as $part ) {
			$codes[] = Vocabularies::find( $member->pointer, $part, $profiles );
		}
		return in_array( null, $codes, true ) ? array( self::code( $text, $member, $profiles ) ) : $codes;
	}
}
