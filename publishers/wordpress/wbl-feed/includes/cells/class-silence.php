<?php
/**
 * Cells in which somebody wrote that there is nothing to say.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

use WblFeed\Standard\Vocabularies;

defined( 'ABSPATH' ) || exit;

/**
 * Tells whether a cell says nothing about a member: it is empty, or “N/A”, “TBD”, “—”, “none listed”.
 */
final class Silence {
	const LONGEST = 40;
	const WORDS   = array(
		'n/a', 'na', 'n.a', 'n/d', 'tbd', 't.b.d', 'tba', 'tbc', 'to be determined', 'to be announced', 'to be decided',
		'to be confirmed', 'unknown', 'not known', 'not specified', 'unspecified', 'not stated', 'not listed', 'none listed',
		'not provided', 'none provided', 'not given', 'none given', 'none specified', 'not available', 'not applicable', 'null', 'nil',
		'por determinar', 'por definir', 'por confirmar', 'por anunciar', 'desconocido', 'desconocida', 'no aplica', 'no especificado',
		'no especificada', 'no disponible', 'sin especificar', 's/d',
	);
	const SOON    = array( 'asap', 'a.s.a.p', 'as soon as possible', 'immediately', 'lo antes posible', 'inmediatamente' );
	const NONE    = array( 'none', 'nothing', 'ninguno', 'ninguna', 'nada' );
	/** Members of which “none” says something: no pay, no costs, nothing that one needs. */
	const ANSWERED = '~^(?:/compensation(?:/.*)?|/costsToStudent/.*|/eligibility/(?:prerequisites|documents)|/howToApply/requiredDocuments|/safety/trainingRequired)$~D';

	/**
	 * Whether a cell says nothing about the member.
	 *
	 * A word that the member's own vocabulary knows says something, as “TBD” does of pay. Of ages, “16+” says nothing about the
	 * greatest, so that one field can be mapped to both.
	 *
	 * @param string $text   The cell.
	 * @param Member $member The member.
	 */
	public static function of( string $text, Member $member ): bool {
		$text = Text::tidy( $text );
		if ( '' === $text || Text::length( $text ) > self::LONGEST ) {
			return '' === $text;
		}
		$ages = 'age' === $member->type ? Quantities::ages( $text ) : null;
		if ( $ages ) {
			return null === ( 'minimumAge' === $member->name() ? $ages->least : $ages->most );
		}
		$words = Text::folded( $text );
		if ( preg_match( '/^(?:[-_?\s]*|\.\.+|…)$/D', $words ) ) {
			return true;
		}
		$words = trim( $words, ' .()' );
		if ( in_array( $words, self::NONE, true ) ) {
			$yes_or_no = 'boolean' === $member->type || in_array( 'yes', $member->choices, true );
			return ! $yes_or_no && ! preg_match( self::ANSWERED, $member->pointer );
		}
		if ( in_array( $words, self::SOON, true ) ) {
			return in_array( $member->type, array( 'civilDate', 'dateOrInstant' ), true );
		}
		return in_array( $words, self::WORDS, true ) && ! self::is_known( $words, $member );
	}

	/**
	 * Whether a word is one of the member's own.
	 *
	 * @param string $word   Folded text.
	 * @param Member $member The member.
	 */
	private static function is_known( string $word, Member $member ): bool {
		$pointer = 'compensation' === $member->type ? Pay::STATUS : $member->pointer;
		return in_array( $word, $member->choices, true ) || null !== Vocabularies::find( $pointer, $word );
	}
}
