<?php
/**
 * Numbers and counts.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

defined( 'ABSPATH' ) || exit;

/**
 * Reads numbers as they are written in the United States, and counts in words.
 */
final class Numbers {
	/** A number with commas between thousands or none, a point before the fraction. */
	const NUMBER = '(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,6})?';
	/** Numbers by their folded words, in English and Spanish. */
	const COUNTS = array(
		'one' => 1, 'un' => 1, 'una' => 1, 'uno' => 1, 'two' => 2, 'dos' => 2, 'three' => 3, 'tres' => 3, 'four' => 4, 'cuatro' => 4,
		'five' => 5, 'cinco' => 5, 'six' => 6, 'seis' => 6, 'seven' => 7, 'siete' => 7, 'eight' => 8, 'ocho' => 8, 'nine' => 9,
		'nueve' => 9, 'ten' => 10, 'diez' => 10, 'eleven' => 11, 'twelve' => 12, 'doce' => 12,
	);

	// A comma before one, two or four digits cannot stand between thousands, nor can one that comes after a point.
	const EUROPEAN = '-?(?:[0-9]{1,15},(?:[0-9]{1,2}|[0-9]{4,6})|[0-9]{1,3}(?:\.[0-9]{3}){1,4},[0-9]{1,6})';
	const PLACES   = '(?P<number>[a-z]+|[0-9.,]+) (?:available )?(?:openings?|positions?|spots?|places?|slots?|seats?|vacanc(?:y|ies)'
		. '|students?|interns?|plazas?|vacantes?|cupos?|puestos?|estudiantes?|pasantes?)(?: available| disponibles?)?';

	/**
	 * A number; with a decimal comma where it can be nothing else.
	 *
	 * @param string $text A tidy text.
	 * @return int|float|null
	 */
	public static function read( string $text ) {
		$plain = trim( 0 === strpos( $text, '$' ) ? substr( $text, 1 ) : $text );
		if ( Text::whole( self::EUROPEAN, $plain ) ) {
			return self::number( strtr( $plain, array( '.' => '', ',' => '.' ) ) );
		}
		return Text::whole( '-?' . self::NUMBER, $plain ) ? self::number( $plain ) : null;
	}

	/**
	 * A number of places: `4`, `4 openings`, `two`. At most so many, or at least, is no number of places.
	 *
	 * @param string $text A tidy text.
	 */
	public static function openings( string $text ): ?int {
		$words = Text::folded( $text );
		$found = Text::whole( self::PLACES, $words );
		$words = $found ? $found['number'] : $words;
		$whole = Text::whole( '(?:[0-9]{1,3}(?:,[0-9]{3}){1,2}|[0-9]{1,9})(?:\.0{1,2})?', $words );
		$count = self::COUNTS[ $words ] ?? ( $whole ? (int) self::number( $words ) : 0 );
		return $count < 1 ? null : $count;
	}

	/**
	 * The value of digits in American notation; a whole one is an integer however it is written.
	 *
	 * @param string $text Digits with commas, a point, a sign.
	 * @return int|float
	 */
	public static function number( string $text ) {
		$value = (float) str_replace( ',', '', $text );
		return floor( $value ) === $value ? (int) $value : $value;
	}
}
