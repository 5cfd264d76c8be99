<?php
/**
 * The value of one field: JSON on one side, what stands in the form on the other.
 *
 * @package WblFeed
 */

namespace WblFeed\Editor;

use WblFeed\Feed\Settings;
use WblFeed\Standard\Json;

defined( 'ABSPATH' ) || exit;

/**
 * Values of every kind but rows. In the form each is a text; a choice of several is a list of texts, a moment has a `date` and
 * a `time`, and a length a `number` and a `unit`.
 */
final class Value {

	const DATE     = '/\A\d{4}-\d\d-\d\d\z/';
	const TIME     = '/\A\d\d:\d\d(:\d\d)?\z/';
	const DURATION = '/\AP(T?)(\d+)([WDMYH])\z/';

	/**
	 * A value as it stands in the form; what the form cannot show stands there as nothing.
	 *
	 * @param Field $field The field.
	 * @param mixed $json  The value, or null.
	 * @return string|array
	 */
	public static function shown( Field $field, $json ) {
		if ( 'choices' === $field->kind ) {
			return self::strange( $field, $json ) ? array() : array_map( array( self::class, 'text' ), (array) $json );
		}
		if ( 'lines' === $field->kind ) {
			return self::strange( $field, $json ) ? '' : implode( "\n", array_map( array( self::class, 'text' ), (array) $json ) );
		}
		$text = self::strange( $field, $json ) ? '' : self::text( $json );
		if ( 'moment' === $field->kind ) {
			return self::moment( $text );
		}
		if ( 'duration' === $field->kind ) {
			$known = preg_match( self::DURATION, $text, $parts ) && ( 'T' === $parts[1] ) === ( 'H' === $parts[3] );
			return $known ? array(
				'number' => $parts[2],
				'unit'   => $parts[3],
			) : array(
				'number' => $text,
				'unit'   => '',
			);
		}
		return $text;
	}

	/**
	 * Whether a value is one that the form cannot show, such as an object where a text belongs.
	 *
	 * @param Field $field The field.
	 * @param mixed $json  The value, or null.
	 */
	public static function strange( Field $field, $json ): bool {
		if ( null === $json ) {
			return false;
		}
		if ( 'choices' === $field->kind || 'lines' === $field->kind ) {
			return ! is_array( $json ) || array_filter( $json, 'is_scalar' ) !== $json;
		}
		return ! is_scalar( $json );
	}

	/**
	 * The value that was filled in, or null if nothing was. What is of another kind than it should be, such as words for a
	 * number, stays a text, so that nothing typed is lost and the check can name it.
	 *
	 * @param Field $field  The field.
	 * @param mixed $posted What came from the form.
	 * @param mixed $stored The value so far, or null. It stays to the byte where the form still says what it said.
	 * @return mixed
	 */
	public static function read( Field $field, $posted, $stored ) {
		$posted = self::clean( $field, $posted );
		$before = self::clean( $field, self::shown( $field, $stored ) );
		if ( 'choices' === $field->kind ) {
			return self::choices( $field, $posted, $before, $stored );
		}
		// A text in place of a number, or the other way round, is mended by being read anew.
		$right = is_array( $stored ) ? 'lines' === $field->kind : is_string( $stored ) && ! in_array( $field->kind, array( 'number', 'yesno', 'lines' ), true );
		if ( $posted === $before && ( $right || self::strange( $field, $stored ) ) ) {
			return $stored;
		}
		switch ( $field->kind ) {
			case 'lines':
				$lines = preg_split( '/\s*\n\s*/', $posted, -1, PREG_SPLIT_NO_EMPTY );
				return $lines ? $lines : null;
			case 'moment':
				return self::instant( $posted['date'], $posted['time'] );
			case 'duration':
				if ( '' === $posted['unit'] || ! ctype_digit( $posted['number'] ) ) {
					return self::given( $posted['number'] );
				}
				return ( 'H' === $posted['unit'] ? 'PT' : 'P' ) . $posted['number'] . $posted['unit'];
			case 'number':
				return self::number( $posted );
			case 'yesno':
				return 'true' === $posted || 'false' === $posted ? 'true' === $posted : self::given( $posted );
			default:
				return self::given( $posted );
		}
	}

	/**
	 * Codes in the order in which they were, new ones after them.
	 *
	 * @param Field    $field  The field.
	 * @param string[] $posted The codes that are checked.
	 * @param string[] $before The codes that were.
	 * @param mixed    $stored The value so far.
	 * @return mixed
	 */
	private static function choices( Field $field, array $posted, array $before, $stored ) {
		if ( ! $posted && self::strange( $field, $stored ) ) {
			return $stored;
		}
		$codes = array_merge( array_intersect( $before, $posted ), array_diff( $posted, $before ) );
		if ( $field->whole ) {
			$codes = array_map( array( self::class, 'number' ), $codes );
		}
		return $codes ? array_values( $codes ) : null;
	}

	/**
	 * What came from the form in the shape of the field, as clean text: in UTF-8, without control characters, with one kind
	 * of line end, and on one line where the field has but one.
	 *
	 * @param Field $field  The field.
	 * @param mixed $posted What came.
	 * @return string|array
	 */
	private static function clean( Field $field, $posted ) {
		switch ( $field->kind ) {
			case 'choices':
				$texts = array_map( array( self::class, 'line' ), array_values( (array) $posted ) );
				return array_values( array_filter( $texts, 'strlen' ) );
			case 'moment':
			case 'duration':
				$names = 'moment' === $field->kind ? array( 'date', 'time' ) : array( 'number', 'unit' );
				$texts = array();
				foreach ( $names as $name ) {
					$texts[ $name ] = self::line( is_array( $posted ) ? $posted[ $name ] ?? '' : '' );
				}
				return $texts;
			case 'lines':
			case 'longtext':
				return self::block( $posted );
			default:
				return self::line( $posted );
		}
	}

	/**
	 * Clean text of several lines.
	 *
	 * @param mixed $text What came.
	 */
	private static function block( $text ): string {
		$text = is_string( $text ) ? $text : '';
		// The way there and back changes nothing but bytes that are no UTF-8.
		$text = htmlspecialchars_decode( htmlspecialchars( $text, ENT_NOQUOTES | ENT_SUBSTITUTE, 'UTF-8' ), ENT_NOQUOTES );
		$text = str_replace( array( "\r\n", "\r" ), "\n", $text );
		$text = (string) preg_replace( '/[\x{0}-\x{8}\x{b}-\x{1f}\x{7f}-\x{9f}]/u', '', $text );
		return (string) preg_replace( '/\A\s+|\s+\z/u', '', $text );
	}

	/**
	 * Clean text of one line.
	 *
	 * @param mixed $text What came.
	 */
	private static function line( $text ): string {
		return (string) preg_replace( '/\s*[\n\t]\s*/', ' ', self::block( $text ) );
	}

	/**
	 * A text, or null for an empty one.
	 *
	 * @param string $text A text.
	 */
	private static function given( string $text ): ?string {
		return '' === $text ? null : $text;
	}

	/**
	 * A number, null for nothing, or the text if it is none.
	 *
	 * @param string $text A text.
	 * @return int|float|string|null
	 */
	private static function number( string $text ) {
		if ( ! preg_match( '/\A-?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\z/', $text ) || ! is_finite( (float) $text ) ) {
			return self::given( $text );
		}
		$number = (float) $text;
		return floor( $number ) === $number && abs( $number ) <= Json::GREATEST ? (int) $number : $number;
	}

	/**
	 * A single JSON value as text.
	 *
	 * @param mixed $json A text, number, truth value or null.
	 */
	private static function text( $json ): string {
		if ( is_string( $json ) || null === $json ) {
			return (string) $json;
		}
		return is_float( $json ) && ! is_finite( $json ) ? '' : Json::write( $json );
	}

	/**
	 * A civil date, or an instant as day and time of the site's time zone. What is neither stands in place of the date.
	 *
	 * @param string $text The value.
	 */
	private static function moment( string $text ): array {
		$shown = array(
			'date' => $text,
			'time' => '',
		);
		if ( preg_match( '/\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)\z/', $text ) ) {
			try {
				$instant = ( new \DateTimeImmutable( $text ) )->setTimezone( new \DateTimeZone( Settings::time_zone() ) );
			} catch ( \Exception $none ) {
				return $shown;
			}
			$shown['date'] = $instant->format( 'Y-m-d' );
			$shown['time'] = $instant->format( '00' === $instant->format( 's' ) ? 'H:i' : 'H:i:s' );
		}
		return $shown;
	}

	/**
	 * A day, or an instant where a time of the site's time zone is given with it.
	 *
	 * @param string $date The day.
	 * @param string $time The time, or nothing.
	 */
	private static function instant( string $date, string $time ): ?string {
		if ( ! preg_match( self::DATE, $date ) || ! preg_match( self::TIME, $time ) ) {
			return self::given( trim( "$date $time" ) );
		}
		try {
			$instant = new \DateTimeImmutable( "$date $time", new \DateTimeZone( Settings::time_zone() ) );
		} catch ( \Exception $none ) {
			return "$date $time";
		}
		// PHP makes a day of March out of February 30.
		return $instant->format( 'Y-m-d' ) === $date ? $instant->format( 'Y-m-d\TH:i:sP' ) : "$date $time";
	}
}
