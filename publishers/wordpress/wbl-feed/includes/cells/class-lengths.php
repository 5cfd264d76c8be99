<?php
/**
 * How long an activity goes on.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

defined( 'ABSPATH' ) || exit;

/**
 * Reads lengths of time: `6 weeks`, `Summer (8 weeks)`, `P6W`.
 */
final class Lengths {
	/** The form of ISO 8601 by the words of its unit. */
	const UNITS = array(
		'P%dW'  => 'weeks?|wks?|semanas?',
		'P%dD'  => 'days?|dias?',
		'P%dM'  => 'months?|mos?|mes|meses',
		'P%dY'  => 'years?|yrs?|anos?',
		'PT%dH' => 'hours?|hrs?|horas?',
		'PT%dM' => 'minutes?|mins?|minutos?',
	);
	const SEASON = '(?:summer|fall|autumn|winter|spring|school year|verano|otono|invierno|primavera)';
	const WHAT   = '(?: long| total| programme| program| internship| course| session)?';
	/** More hours than a day has for work may be those in all, spread over weeks. */
	const LONGEST_HOURS = 8;

	/**
	 * The length from first to last day, as ISO 8601 writes it; a season beside it is the same length. A range is no length.
	 *
	 * @param string $text A tidy text.
	 */
	public static function read( string $text ): ?string {
		if ( preg_match( '/^P[0-9A-Z]{2,39}$/D', $text ) ) {
			return $text; // Which is checked like any other value.
		}
		$length = '(?P<number>[0-9]{1,3}|an?|' . implode( '|', array_keys( Numbers::COUNTS ) ) . ')(?: |-| ?)(?P<unit>' . implode( '|', self::UNITS ) . ')\.?';
		$forms  = array(
			"(?:(?:length|duration|duracion): ?)?$length" . self::WHAT,
			self::SEASON . "(?:,|:| -)? \\(?$length" . self::WHAT . '\)?',
			"$length (?:\\(" . self::SEASON . '\)|(?:in |in the |over the |en )?' . self::SEASON . ')',
		);
		foreach ( $forms as $form ) {
			$found = Text::whole( $form, rtrim( Text::folded( $text ), '.' ) );
			if ( $found ) {
				return self::iso( $found['number'], $found['unit'] );
			}
		}
		return null;
	}

	/**
	 * A number and its unit in ISO 8601.
	 *
	 * @param string $number Digits, a word, or an article.
	 * @param string $word   The unit.
	 */
	private static function iso( string $number, string $word ): ?string {
		$count = Numbers::COUNTS[ $number ] ?? ( ctype_digit( $number ) ? (int) $number : 1 );
		foreach ( self::UNITS as $form => $words ) {
			if ( Text::whole( $words, $word ) ) {
				return ! $count || ( 'PT%dH' === $form && $count > self::LONGEST_HOURS ) ? null : sprintf( $form, $count );
			}
		}
		return null;
	}
}
