<?php
/**
 * Places.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

use WblFeed\Standard\Vocabularies;

defined( 'ABSPATH' ) || exit;

/**
 * Reads places; what is not sure to be a town, a state or a street is kept as the name of the place.
 */
final class Places {
	const NO_PLACE = array(
		'various', 'various locations', 'various sites', 'multiple', 'multiple locations', 'multiple sites', 'anywhere', 'varies',
		'several locations', 'different locations', 'location varies', 'varios lugares', 'varias ubicaciones', 'tbd', 'tba',
		'to be determined', 'n/a',
	);
	const AWAY     = '~^(?:fully |100% )?(?:remote|virtual|online|zoom|google meet|microsoft teams|webinar)'
		. '(?:$| ?[-,:;/(]| (?:in|within|from|anywhere|only|work|position|us|usa)\b)~';
	const CODE     = '[0-9]{5}(?:-[0-9]{4})?';
	const STREET   = '/^(?:[0-9]+[a-z]?(?:-[0-9]+)? [^0-9]|p\.? ?o\.? box )/i';
	const PARTED   = '~[(/:]|[-–—] ~u';
	const MIXED    = '(?P<first>[^()]+?)(?: ?\((?P<inside>[^()]+)\)| ?[-–—/:] (?P<last>[^()]+)| ?/ ?(?P<other>[^()/]+))';

	/**
	 * A place (spec 5.4.4): `Woods Hole, MA 02543`, a whole address, a town, a postal code, or the name of a site.
	 *
	 * @param string $text A tidy text.
	 */
	public static function read( string $text ): ?\stdClass {
		$text  = self::one_line( $text );
		$place = preg_match( '/\w/u', $text ) && false === strpos( $text, '://' ) && ! preg_match( self::AWAY, Text::folded( $text ) );
		if ( ! $place || null === self::town( $text ) ) {
			return null;
		}
		$mixed = preg_match( self::PARTED, $text ) ? Text::whole( self::MIXED, $text ) : null;
		if ( $mixed ) {
			$other = $mixed['inside'] ?? $mixed['last'] ?? $mixed['other'];
			foreach ( array( array( $mixed['first'], $other ), array( $other, $mixed['first'] ) ) as list( $site, $mode ) ) {
				if ( self::is_mode( $mode ) ) {
					$place = self::read( $site );
					return $place ? (object) array_merge( (array) $place, array( 'name' => $text ) ) : null;
				}
			}
		}
		return self::site( $text );
	}

	/**
	 * The name of a town or a place; words such as Remote and Various name none.
	 *
	 * @param string $text A tidy text.
	 */
	public static function town( string $text ): ?string {
		return self::says_no_place( $text ) || self::is_mode( $text ) ? null : $text;
	}

	/**
	 * Whether a text says that there is no one place.
	 *
	 * @param string $text A tidy text.
	 */
	public static function says_no_place( string $text ): bool {
		return in_array( rtrim( Text::folded( $text ), '.' ), self::NO_PLACE, true );
	}

	/**
	 * Whether a text says how one works, such as “Hybrid”.
	 *
	 * @param string $text A tidy text.
	 */
	public static function is_mode( string $text ): bool {
		return null !== Vocabularies::find( '/workMode', $text );
	}

	/**
	 * Lines of an address with commas between them.
	 *
	 * @param string $text A tidy text.
	 */
	private static function one_line( string $text ): string {
		$lines = array();
		foreach ( explode( "\n", $text ) as $line ) {
			$lines[] = trim( $line, ' ,' );
		}
		return trim( preg_replace( '/\s+/u', ' ', implode( ', ', array_filter( $lines, 'strlen' ) ) ) );
	}

	/**
	 * The place that one line names.
	 *
	 * @param string $text One line.
	 */
	private static function site( string $text ): ?\stdClass {
		if ( Text::whole( self::CODE, $text ) ) {
			return (object) array( 'address' => (object) array( 'postalCode' => $text ) );
		}
		if ( preg_match( '/^[0-9]{3,4}$/D', $text ) ) {
			return null; // A postal code that lost its zeros.
		}
		$parts   = array_values( array_filter( array_map( 'trim', explode( ',', $text ) ), 'strlen' ) );
		$country = count( $parts ) > 2 && Towns::is_this_country( end( $parts ) );

		list( $before, $region, $code ) = self::end( $country ? array_slice( $parts, 0, -1 ) : $parts );
		if ( ! $before || self::names_several( $text, $before ) ) {
			return Towns::stands_alone( $text ) ? (object) array( 'address' => (object) array( 'addressLocality' => $text ) ) : (object) array( 'name' => $text );
		}
		if ( in_array( strlen( $code ), array( 3, 4 ), true ) ) {
			return null;
		}
		list( $name, $street, $town ) = self::beginning( $before );
		if ( '' === $street && ! Towns::is_town( $town ) ) {
			$name = $text;
			$town = '';
			$code = '' === $region ? '' : $code;
		}
		$address = array_filter(
			array(
				'streetAddress'   => $street,
				'addressLocality' => $town,
				'addressRegion'   => $region,
				'postalCode'      => $code,
				'addressCountry'  => $country ? 'US' : '',
			),
			'strlen'
		);
		return (object) array_filter( array( 'name' => $name, 'address' => $address ? (object) $address : null ) );
	}

	/**
	 * Whether a text with a state at its end names several places: Boston, MA; Salem, MA.
	 *
	 * @param string   $text   One line.
	 * @param string[] $before Its parts before the state.
	 */
	private static function names_several( string $text, array $before ): bool {
		foreach ( $before as $part ) {
			if ( ! preg_match( self::STREET, $part ) && array_intersect( explode( ' ', $part ), array_keys( States::NAMES ) ) ) {
				return true;
			}
		}
		return preg_match( '/[;|]/', $text ) || preg_match( Towns::BETWEEN, end( $before ) );
	}

	/**
	 * What stands before the state and the postal code, and these two; nothing if neither is there.
	 *
	 * @param string[] $parts What stands between commas.
	 * @return array{0: string[], 1: string, 2: string}
	 */
	private static function end( array $parts ): array {
		$code = self::CODE;
		if ( 1 === count( $parts ) ) {
			$found  = Text::whole( "(?P<town>[^,0-9]+?)(?: (?P<state>[A-Z]{2}))?(?: (?P<code>$code|[0-9]{3,4}))?", $parts[0] );
			$before = $found ? array( $found['town'] ) : array();
		} else {
			$before = $parts;
			$last   = array_pop( $before );
			if ( count( $before ) > 1 && Text::whole( $code, $last ) ) {
				$last = array_pop( $before ) . " $last";
			}
			$found = Text::whole( "(?P<state>[^0-9]*?) ?(?P<code>$code|[0-9]{3,4})?", (string) $last );
		}
		$state  = $found['state'] ?? '';
		$region = '' === $state ? null : States::code( $state );
		$code   = $found['code'] ?? '';
		if ( ! $found || ( '' !== $state && null === $region ) || ( null === $region && strlen( $code ) < 5 ) ) {
			return array( array(), '', '' );
		}
		return array( $before, (string) $region, $code );
	}

	/**
	 * The name of the site, the street and the town, of which the town is always there.
	 *
	 * @param string[] $parts What stands before the state.
	 * @return string[]
	 */
	private static function beginning( array $parts ): array {
		$town = array_pop( $parts );
		foreach ( $parts as $number => $part ) {
			if ( preg_match( self::STREET, $part ) ) {
				return array( implode( ', ', array_slice( $parts, 0, $number ) ), implode( ', ', array_slice( $parts, $number ) ), $town );
			}
		}
		return array( implode( ', ', $parts ), '', $town );
	}
}
