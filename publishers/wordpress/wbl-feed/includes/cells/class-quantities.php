<?php
/**
 * Hours, ages and grade point averages.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

defined( 'ABSPATH' ) || exit;

/**
 * Reads quantities that have a unit of their own.
 */
final class Quantities {
	const HOURS        = ' ?(?:hours?|hrs?\.?|h\.?|horas?)';
	const A_WEEK       = '(?: ?/ ?| per | an? | each | every | por | a la | al )(?:week|wk|semana)| weekly| semanales';
	const IN_ALL       = ',? (?:total|in total|in all|en total|totales)';
	const YEARS        = '(?: ?(?:years?|yrs?\.?|anos?)(?:[ -]old| of age| de edad)?| ?y/?o)?';
	const GRADE_POINTS = '(?: ?(?:/|out of) ?4(?:\.0{1,2})?)?(?: gpa)?';
	const APPLICANTS   = '/^(?:(?:students?|applicants?|youth) )?(?:(?P<must>must be )|ages?:? |aged |edad(?:es)?:? |minimum age:? )?/';
	const LONGEST_WEEK = 168;
	const OLDEST       = 130;

	/**
	 * Hours in a week: `10`, `10-15 hours/week`, `up to 20 hrs`, `10+`.
	 *
	 * @param string $text A tidy text.
	 */
	public static function hours_per_week( string $text ): ?\stdClass {
		$bounds = self::bounds( '(?:' . self::HOURS . ')?(?:' . self::A_WEEK . ')?', Text::folded( $text ) );
		return $bounds && max( $bounds->numbers() ) <= self::LONGEST_WEEK ? self::quantity( $bounds ) : null;
	}

	/**
	 * Hours in all: `120`, `100-120 hours`, `120 hours total`; hours in a week are no such thing.
	 *
	 * @param string $text A tidy text.
	 */
	public static function total_hours( string $text ): ?\stdClass {
		$bounds = self::bounds( '(?:' . self::HOURS . ')?(?:' . self::IN_ALL . ')?', Text::folded( $text ) );
		return $bounds ? self::quantity( $bounds ) : null;
	}

	/**
	 * The ages that a text states, in whole years: `16+`, `14-18`, `at least 16`, `mayores de 16`.
	 *
	 * @param string $text A tidy text.
	 */
	public static function ages( string $text ): ?Bounds {
		$words = Text::folded( $text );
		preg_match( self::APPLICANTS, $words, $lead );
		$bounds = self::bounds( self::YEARS, substr( $words, strlen( $lead[0] ) ) );
		foreach ( $bounds ? $bounds->numbers() : array() as $age ) {
			if ( ! is_int( $age ) || $age > self::OLDEST ) {
				return null;
			}
		}
		// Whoever must be 16 may be older.
		return $bounds && ! empty( $lead['must'] ) && $bounds->least === $bounds->most ? new Bounds( $bounds->least, null ) : $bounds;
	}

	/**
	 * The least grade point average: `2.5`, `3.0+`, `at least 2.5`.
	 *
	 * @param string $text A tidy text.
	 * @return int|float|null
	 */
	public static function grade_point_average( string $text ) {
		$bounds = self::bounds( self::GRADE_POINTS, preg_replace( '/^gpa:? (?:of )?/', '', Text::folded( $text ) ) );
		if ( ! $bounds ) {
			return Numbers::read( $text );
		}
		return null === $bounds->most || $bounds->most === $bounds->least ? $bounds->least : null;
	}

	/**
	 * The bounds of folded text, a full stop at its end apart.
	 *
	 * @param string $noun What may follow a number, a regular expression.
	 * @param string $text Folded text.
	 */
	private static function bounds( string $noun, string $text ): ?Bounds {
		return Bounds::read( $noun, rtrim( $text, '.' ) );
	}

	/**
	 * The bounds as a quantitativeValue (spec 5.4).
	 *
	 * @param Bounds $bounds The bounds.
	 */
	private static function quantity( Bounds $bounds ): \stdClass {
		return (object) array_filter( array( 'minValue' => $bounds->least, 'maxValue' => $bounds->most ), 'is_numeric' );
	}
}
