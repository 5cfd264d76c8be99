<?php
/**
 * JSON as the standard wants it (spec section 3), and its canonical form (RFC 8785).
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * Reads, writes and addresses JSON values: objects are \stdClass, arrays are PHP lists.
 */
final class Json {

	/** Objects and arrays are not nested deeper (spec section 3, rule 11). */
	const DEEPEST = 200;

	/** The greatest integer of I-JSON, up to which a double holds every one (RFC 7493 section 2.2). */
	const GREATEST = 9007199254740991;

	/** Why json_decode() refuses a text, by its error. */
	const REFUSED = array(
		JSON_ERROR_DEPTH                 => 'The JSON text is nested more than 200 deep.',
		JSON_ERROR_UTF8                  => 'The JSON text is not in UTF-8.',
		JSON_ERROR_UTF16                 => 'The JSON text has half of a \\u escape pair.',
		JSON_ERROR_INVALID_PROPERTY_NAME => 'A member name of the JSON text begins with the character U+0000.',
		JSON_ERROR_CTRL_CHAR             => 'A text in the JSON has a line break, tab or other control character that is not escaped.',
	);

	/**
	 * The value of a JSON text. A byte order mark before it is passed over.
	 *
	 * An integer that a double cannot hold in any case becomes infinite here, so that a check finds it: PHP would
	 * make it a float, and 100000000000000000000, which the standard rules out, the same as 1e20, which it does not.
	 *
	 * @throws \InvalidArgumentException With a sentence for people, if it is none.
	 * @return mixed
	 */
	public static function parse( string $text ) {
		if ( 0 === strncmp( $text, "\xEF\xBB\xBF", 3 ) ) {
			$text = substr( $text, 3 );
		}
		if ( preg_match( '/[0-9]{17}/', $text ) ) {
			$text = self::replaced( '/"(?:[^"\\\\]++|\\\\.)*+"(*SKIP)(*F)|(?<![0-9.eE+])(?<![eE]-)[1-9][0-9]{16,}+(?![.eE])/s', '1e999', $text );
		}
		$value = json_decode( $text, false, self::DEEPEST + 1 ); // PHP counts what stands in the innermost.
		$error = json_last_error();
		if ( JSON_ERROR_NONE !== $error ) {
			$sentence = self::REFUSED[ $error ] ?? 'The text is not JSON: a bracket, comma or quotation mark is missing or too many.';
			throw new \InvalidArgumentException( '' === trim( $text ) ? 'The JSON text is empty.' : $sentence );
		}
		return $value;
	}

	/**
	 * A value as compact JSON in ASCII: members in the order of RFC 8785, numbers as RFC 8785 writes them.
	 *
	 * Whole numbers from 2^53 on keep an exponent (1e20), since digits alone would be an integer that section 3,
	 * rule 3 rules out; canonical() writes them out.
	 *
	 * @param mixed $value
	 * @throws \InvalidArgumentException For what JSON cannot hold.
	 */
	public static function write( $value ): string {
		if ( is_string( $value ) ) {
			$text = json_encode( $value, JSON_UNESCAPED_SLASHES );
			if ( false === $text ) {
				throw new \InvalidArgumentException( 'A text is not in UTF-8.' );
			}
			return str_replace( "\x7F", '\u007f', $text ); // XML advises against it
		}
		if ( $value instanceof \stdClass ) {
			$members = array();
			foreach ( get_object_vars( $value ) as $name => $member ) {
				// RFC 8785 sorts by UTF-16 code units: as UTF-8 does, but for U+E000 to U+FFFF, which come last.
				$members[ strtr( (string) $name, "\xEE\xEF", "\xFE\xFF" ) ] = self::write( (string) $name ) . ':' . self::write( $member );
			}
			ksort( $members, SORT_STRING );
			return '{' . implode( ',', $members ) . '}';
		}
		if ( is_array( $value ) ) {
			if ( array() !== $value && array_keys( $value ) !== range( 0, count( $value ) - 1 ) ) {
				throw new \InvalidArgumentException( 'An array with keys is neither an object nor a list of JSON.' );
			}
			return '[' . implode( ',', array_map( array( self::class, 'write' ), $value ) ) . ']';
		}
		if ( is_float( $value ) ) {
			return self::number( $value, self::GREATEST );
		}
		if ( null === $value || is_bool( $value ) || is_int( $value ) ) {
			return (string) json_encode( $value );
		}
		throw new \InvalidArgumentException( 'A value is none of JSON.' );
	}

	/**
	 * The canonical form (RFC 8785, in UTF-8) of a text that write() made.
	 *
	 * @throws \RuntimeException If the regular expressions of this server cannot cope with the text.
	 */
	public static function canonical( string $written ): string {
		if ( preg_match( '/(?:^|[\[:,])-?(?:[0-9.]+e[0-9]|[0-9]{16})/', $written ) ) {
			$written = self::replaced(
				'/"(?:[^"\\\\]++|\\\\.)*+"(*SKIP)(*F)|(?<![0-9.e-])-?(?:[0-9.]++e[0-9]++|[0-9]{16,}+(?![.e]))/s',
				static function ( array $found ): string {
					return self::number( (float) $found[0], INF );
				},
				$written
			);
		}
		return self::replaced(
			'/\\\\[^u](*SKIP)(*F)|(?:\\\\u(?!00[01])[0-9a-f]{4})++/',
			static function ( array $found ): string {
				return (string) json_decode( '"' . $found[0] . '"' );
			},
			$written
		);
	}

	/**
	 * What stands at a JSON Pointer (RFC 6901); the default where nothing does.
	 *
	 * @param mixed $value
	 * @param mixed $default
	 * @return mixed
	 */
	public static function at( $value, string $pointer, $default = null ) {
		foreach ( self::tokens( $pointer ) as $token ) {
			if ( $value instanceof \stdClass && property_exists( $value, $token ) ) {
				$value = $value->$token;
			} elseif ( is_array( $value ) && array_key_exists( $token, $value ) ) {
				$value = $value[ $token ];
			} else {
				return $default;
			}
		}
		return $value;
	}

	/**
	 * A copy in which a member has another value; what lies beside the way there is shared with the original.
	 *
	 * Objects and lists are made on the way; a list where the next token is 0 or "-". null takes the member away, and
	 * the objects and lists above that are empty by it.
	 *
	 * @param mixed $value
	 * @param mixed $new
	 * @return mixed
	 */
	public static function with( $value, string $pointer, $new ) {
		return self::put( $value, self::tokens( $pointer ), $new );
	}

	/** A JSON Pointer from its reference tokens. */
	public static function pointer( string ...$tokens ): string {
		$pointer = '';
		foreach ( $tokens as $token ) {
			$pointer .= '/' . str_replace( array( '~', '/' ), array( '~0', '~1' ), $token );
		}
		return $pointer;
	}

	/**
	 * The reference tokens of a JSON Pointer.
	 *
	 * @return string[]
	 */
	public static function tokens( string $pointer ): array {
		return '' === $pointer ? array() : str_replace( array( '~1', '~0' ), array( '/', '~' ), explode( '/', substr( $pointer, 1 ) ) );
	}

	/**
	 * @param mixed    $value
	 * @param string[] $tokens
	 * @param mixed    $new
	 * @return mixed
	 */
	private static function put( $value, array $tokens, $new ) {
		if ( array() === $tokens ) {
			return $new;
		}
		if ( null === $new && ! is_array( $value ) && ! $value instanceof \stdClass ) {
			return $value;
		}
		$token   = array_shift( $tokens );
		$is_list = is_array( $value ) || ( ! $value instanceof \stdClass && in_array( $token, array( '0', '-' ), true ) );
		$members = $value instanceof \stdClass ? get_object_vars( $value ) : ( is_array( $value ) ? $value : array() );
		if ( $is_list && ! array_key_exists( $token, $members ) ) {
			$token = count( $members );
		}
		$member = self::put( $members[ $token ] ?? null, $tokens, $new );
		if ( null === $member || ( null === $new && array() === ( $member instanceof \stdClass ? get_object_vars( $member ) : $member ) ) ) {
			unset( $members[ $token ] );
		} else {
			$members[ $token ] = $member;
		}
		return $is_list ? array_values( $members ) : (object) $members;
	}

	/**
	 * A number as ECMAScript writes it (RFC 8785 section 3.2.2.3); a whole one beyond $most with an exponent.
	 */
	private static function number( float $number, float $most ): string {
		if ( ! is_finite( $number ) ) {
			throw new \InvalidArgumentException( 'A number is greater than JSON can hold.' );
		}
		preg_match( '/^(-?)([0-9]+)(?:\.([0-9]+))?(?:e([+-][0-9]+))?$/i', self::shortest( $number ), $part );
		$fraction = $part[3] ?? '';
		$digits   = ltrim( $part[2] . $fraction, '0' );
		$point    = strlen( $digits ) - strlen( $fraction ) + (int) ( $part[4] ?? 0 ); // Digits before the decimal point.
		$digits   = rtrim( $digits, '0' );
		$length   = strlen( $digits );
		if ( 0 === $length ) {
			return '0';
		}
		if ( $point > 21 || $point < -5 || ( $point >= $length && abs( $number ) > $most ) ) {
			$sign = $point > 21 ? '+' : '';
			$text = substr( $digits, 0, 1 ) . ( $length > 1 ? '.' . substr( $digits, 1 ) : '' ) . 'e' . $sign . ( $point - 1 );
		} elseif ( $point >= $length ) {
			$text = str_pad( $digits, $point, '0' );
		} elseif ( $point > 0 ) {
			$text = substr( $digits, 0, $point ) . '.' . substr( $digits, $point );
		} else {
			$text = '0.' . str_repeat( '0', -$point ) . $digits;
		}
		return $part[1] . $text;
	}

	/** The fewest digits that are read as this number again, whatever precision this server is set to. */
	private static function shortest( float $number ): string {
		$precision = ini_get( 'serialize_precision' );
		if ( '-1' === $precision ) {
			return (string) json_encode( $number );
		}
		ini_set( 'serialize_precision', '-1' ); // phpcs:ignore WordPress.PHP.IniSet.Risky -- put back two lines below.
		$text = (string) json_encode( $number );
		ini_set( 'serialize_precision', (string) $precision ); // phpcs:ignore WordPress.PHP.IniSet.Risky
		return $text;
	}

	/**
	 * @param string|callable $by
	 */
	private static function replaced( string $pattern, $by, string $text ): string {
		$replaced = is_string( $by ) ? preg_replace( $pattern, $by, $text ) : preg_replace_callback( $pattern, $by, $text );
		if ( null === $replaced ) {
			throw new \RuntimeException( 'A JSON text is too much for the regular expressions of this server.' );
		}
		return $replaced;
	}
}
