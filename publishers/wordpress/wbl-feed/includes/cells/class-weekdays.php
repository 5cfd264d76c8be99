<?php
/**
 * Days of the week.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

defined( 'ABSPATH' ) || exit;

/**
 * Reads days of the week, in English and Spanish.
 */
final class Weekdays {
	const WEEK  = array( 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday' );
	const WORDS = array(
		'monday|mon|lunes|lun',
		'tuesday|tues|tue|martes|mar',
		'wednesday|weds|wed|miercoles|mie',
		'thursday|thurs|thur|thu|jueves|jue',
		'friday|fri|viernes|vie',
		'saturday|sat|sabado|sab',
		'sunday|sun|domingo|dom',
	);
	const SPANS = array(
		'weekdays' => array( 0, 4 ), 'entre semana' => array( 0, 4 ), 'weekends' => array( 5, 6 ), 'weekend' => array( 5, 6 ),
		'fines de semana' => array( 5, 6 ),
	);

	/**
	 * A pattern for the name of a weekday in folded text. In each list a longer form stands before what it begins with.
	 */
	public static function pattern(): string {
		return '(?:' . implode( '|', self::WORDS ) . ')';
	}

	/**
	 * The number of a weekday by its folded name, 0 for Monday; one of its plural, too.
	 *
	 * @param string $word A word.
	 */
	public static function number( string $word ): ?int {
		foreach ( array( $word, preg_replace( '/s$/', '', $word ) ) as $form ) {
			foreach ( self::WORDS as $number => $names ) {
				if ( in_array( $form, explode( '|', $names ), true ) ) {
					return $number;
				}
			}
		}
		return null;
	}

	/**
	 * Names of weekdays: `Mon, Wed`, `Saturdays`, `Monday-Friday`.
	 *
	 * @param string $text A tidy text.
	 * @return string[]|null
	 */
	public static function read( string $text ): ?array {
		$days = array();
		foreach ( preg_split( '~ ?[,/&+] ?(?:and )?| and | y ~', Text::folded( $text ) ) as $part ) {
			list( $first, $last ) = self::span( $part );
			if ( null === $first || null === $last || $first > $last ) {
				return null;
			}
			$days = array_merge( $days, range( $first, $last ) );
		}
		return array_values( array_intersect_key( self::WEEK, array_flip( $days ) ) );
	}

	/**
	 * First and last day of a part between commas.
	 *
	 * @param string $part Folded text.
	 * @return array<int|null>
	 */
	private static function span( string $part ): array {
		if ( isset( self::SPANS[ $part ] ) ) {
			return self::SPANS[ $part ];
		}
		$found = Text::whole( '(?P<first>[a-z]+)\.?(?: ?- ?| to | through | thru | a )(?P<last>[a-z]+)\.?', $part );
		if ( $found ) {
			return array( self::number( $found['first'] ), self::number( $found['last'] ) );
		}
		$day = self::number( rtrim( $part, '.' ) );
		return array( $day, $day );
	}
}
