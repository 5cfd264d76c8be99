<?php
/**
 * Where one member of the posting comes from.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

use WblFeed\Cells\Cell;
use WblFeed\Cells\Member;
use WblFeed\Cells\Silence;
use WblFeed\Cells\Text;
use WblFeed\Standard\Vocabularies;

defined( 'ABSPATH' ) || exit;

/**
 * One line of a mapping, and what it makes of the texts that it finds.
 */
final class Rule {

	/**
	 * Where texts come from: a field of the post, a custom field, the terms of a taxonomy, or the mapping itself.
	 */
	const SOURCES = array( 'post', 'meta', 'taxonomy', 'fixed' );

	/**
	 * The member.
	 *
	 * @var Member
	 */
	public $member;

	/**
	 * One of `SOURCES`.
	 *
	 * @var string
	 */
	public $from;

	/**
	 * Name of the field, meta key or taxonomy; of a fixed one the text itself.
	 *
	 * @var string
	 */
	public $name;

	/**
	 * Codes or other values of the standard by the words that stand for them here. An empty one says nothing.
	 *
	 * @var array<string, string>
	 */
	public $values;

	/**
	 * A rule for a member.
	 *
	 * @param Member $member The member.
	 * @param string $from   One of `SOURCES`.
	 * @param string $name   A name or a text.
	 * @param array  $values Values by words.
	 */
	private function __construct( Member $member, string $from, string $name, array $values ) {
		$this->member = $member;
		$this->from   = $from;
		$this->name   = $name;
		$this->values = $values;
	}

	/**
	 * A rule from settings or a form; null if it is not sound.
	 *
	 * @param string $pointer JSON Pointer of the member.
	 * @param array  $parts   `from`, `name` and perhaps `values`.
	 */
	public static function of( string $pointer, array $parts ): ?self {
		$member = Member::at( $pointer );
		$from   = $parts['from'] ?? '';
		$name   = is_string( $parts['name'] ?? null ) ? Text::tidy( $parts['name'] ) : '';
		if ( ! $member || ! Cell::reads( $member ) || ! in_array( $from, self::SOURCES, true ) || '' === $name ) {
			return null;
		}
		if ( 'meta' === $from && Inventory::is_hidden( $name ) ) {
			return null;
		}
		$values = array();
		foreach ( (array) ( $parts['values'] ?? array() ) as $word => $value ) {
			if ( is_scalar( $value ) && '' !== trim( (string) $word ) ) {
				$values[ (string) $word ] = (string) $value;
			}
		}
		return new self( $member, $from, $name, $values );
	}

	/**
	 * The rule as the settings keep it.
	 */
	public function to_array(): array {
		return array_filter(
			array(
				'from'   => $this->from,
				'name'   => $this->name,
				'values' => $this->values,
			)
		);
	}

	/**
	 * The texts that say something about the member.
	 *
	 * @param string[] $texts What stands in the post.
	 * @return string[]
	 */
	public function telling( array $texts ): array {
		return array_values(
			array_filter(
				$texts,
				function ( $text ) {
					$value = $this->translation( $text );
					return null === $value ? ! Silence::of( $text, $this->member ) : '' !== $value;
				}
			)
		);
	}

	/**
	 * The value that texts have for the member; null if they cannot be read as one.
	 *
	 * Of several words for a member that has one code, the first that names more than `unspecified` counts: a job may be both
	 * “Full time” and “Internship”.
	 *
	 * @param string[] $texts    Texts that say something.
	 * @param string[] $profiles Names of profiles that the feed follows.
	 * @return mixed
	 */
	public function value( array $texts, array $profiles ) {
		$member = $this->member;
		if ( $member->many ) {
			$parts  = count( $texts ) > 1 || 'grade' === $member->type || null !== $this->translation( $texts[0] ) ? $texts : Cell::split( $texts[0] );
			$values = array();
			foreach ( $parts as $part ) {
				$read = $this->one( $part, $profiles );
				if ( null === $read ) {
					return null;
				}
				$values = array_merge( $values, $read );
			}
			return array_values( array_unique( $values, SORT_REGULAR ) );
		}
		if ( count( $texts ) > 1 && in_array( $member->type, array( 'code', 'enum' ), true ) ) {
			$values = array();
			foreach ( $texts as $text ) {
				$values[] = $this->one( $text, $profiles );
			}
			$named = array_values( array_diff( array_filter( $values ), array( 'unspecified' ) ) );
			return $named[0] ?? ( in_array( null, $values, true ) ? null : $values[0] );
		}
		return $this->one( implode( '; ', $texts ), $profiles );
	}

	/**
	 * What one text is in the standard; null if it cannot be read, or is a word that the vocabularies do not have.
	 *
	 * @param string   $text     The text.
	 * @param string[] $profiles Names of profiles.
	 * @return mixed
	 */
	private function one( string $text, array $profiles ) {
		$value = Cell::read( $this->translation( $text ) ?? $text, $this->member, $profiles );
		if ( 'code' !== $this->member->type || null === $value ) {
			return $value;
		}
		$known = array_column( Vocabularies::terms( $this->member->pointer, $profiles ), 'code' );
		foreach ( $known ? (array) $value : array() as $code ) {
			if ( false === strpos( $code, ':' ) && ! in_array( $code, $known, true ) ) {
				return null;
			}
		}
		return $value;
	}

	/**
	 * What the mapping has for a word, in whatever case it is written; null if it has nothing.
	 *
	 * @param string $text The word.
	 */
	public function translation( string $text ): ?string {
		$words = Text::folded( Text::tidy( $text ) );
		foreach ( $this->values as $word => $value ) {
			if ( Text::folded( (string) $word ) === $words ) {
				return $value;
			}
		}
		return null;
	}
}
