<?php
/**
 * What a posting says, in words.
 *
 * @package WblFeed
 */

namespace WblFeed\Show;

defined( 'ABSPATH' ) || exit;

use WblFeed\Cells\Member;
use WblFeed\Feed\Settings;
use WblFeed\Source\Targets;
use WblFeed\Standard\Time;

/**
 * The facts of a posting as people read them: a label and words for each, in the order of the panel.
 */
final class Facts {

	/** Members that are shown elsewhere, or are no facts for people. */
	const ELSEWHERE = array( 'title', 'description', 'descriptionHtml', 'ext' );

	/** Parts of an address in the order in which people write them. */
	const ADDRESS = array( 'streetAddress', 'addressLocality', 'addressRegion', 'postalCode', 'addressCountry' );

	/**
	 * All facts.
	 *
	 * @param \stdClass $posting A posting.
	 * @return array<int, array{0: string, 1: string}> Labels and words.
	 */
	public static function of( \stdClass $posting ): array {
		$facts = array();
		foreach ( array_diff_key( get_object_vars( $posting ), array_flip( self::ELSEWHERE ) ) as $name => $value ) {
			$facts += self::parts( $value, "/$name" );
		}
		$labels = Targets::labels();
		$order  = array_flip( array_keys( $labels ) );
		$places = array();
		$named  = array();
		foreach ( $facts as $pointer => $words ) {
			$asked    = self::asked( $pointer, $labels );
			$field    = Targets::field( $asked );
			$places[] = $order[ $asked ] ?? PHP_INT_MAX;
			$named[]  = array( $labels[ $asked ] ?? ( $field ? $field->label : basename( $asked ) ), $words );
		}
		array_multisort( $places, array_keys( $named ), $named );
		return $named;
	}

	/**
	 * The words of a member, or of each of its parts, by pointer.
	 *
	 * @param mixed  $value   Its value.
	 * @param string $pointer Where it stands.
	 * @return array<string, string>
	 */
	private static function parts( $value, string $pointer ): array {
		if ( $value instanceof \stdClass ) {
			$whole = self::whole( $value, $pointer );
			if ( '' !== $whole ) {
				return array( $pointer => $whole );
			}
		} elseif ( ! is_array( $value ) || ! array_filter( $value, 'is_object' ) ) {
			return array( $pointer => implode( ', ', array_map( array( self::class, 'word' ), (array) $value, array_fill( 0, count( (array) $value ), $pointer ) ) ) );
		}
		$parts = array();
		foreach ( (array) $value as $name => $part ) {
			$parts += self::parts( $part, "$pointer/$name" );
		}
		return $parts;
	}

	/**
	 * The words of an object that people read as one: a sum of money, a quantity, a place, a name; empty for any other.
	 *
	 * @param \stdClass $value   The object.
	 * @param string    $pointer Where it stands.
	 */
	private static function whole( \stdClass $value, string $pointer ): string {
		$member = Member::at( $pointer );
		$type   = $member ? $member->type : '';
		if ( 'monetaryAmount' === $type ) {
			return Money::words( $value );
		}
		if ( 'quantitativeValue' === $type ) {
			return Money::range( $value->minValue ?? null, $value->maxValue ?? null ); // phpcs:ignore WordPress.NamingConventions.ValidVariableName
		}
		if ( 'place' === $type ) {
			$texts = array( $value->name ?? '' );
			foreach ( self::ADDRESS as $part ) {
				$texts[] = $value->address->$part ?? '';
			}
			return implode( ', ', array_filter( $texts, 'strlen' ) );
		}
		return array( 'name' ) === array_keys( (array) $value ) ? $value->name : '';
	}

	/**
	 * A scalar as people read it.
	 *
	 * @param mixed  $value   A text, a number, yes or no.
	 * @param string $pointer Where it stands.
	 */
	private static function word( $value, string $pointer ): string {
		$code  = is_bool( $value ) ? ( $value ? 'true' : 'false' ) : (string) $value;
		$field = Targets::field( $pointer );
		if ( $field && isset( $field->choices[ $code ] ) ) {
			return $field->choices[ $code ]->label;
		}
		if ( preg_match( '/^\d{4}-\d\d-\d\d$/D', $code ) ) {
			return (string) wp_date( get_option( 'date_format' ), (int) strtotime( "$code 12:00 UTC" ), new \DateTimeZone( 'UTC' ) );
		}
		if ( preg_match( '/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/D', $code ) ) {
			return (string) wp_date( get_option( 'time_format' ), (int) strtotime( "2000-01-01 $code UTC" ), new \DateTimeZone( 'UTC' ) );
		}
		if ( preg_match( '/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/D', $code ) ) {
			return (string) wp_date( get_option( 'date_format' ) . ', ' . get_option( 'time_format' ) . ' T', Time::unix( $code ), Time::zone( Settings::time_zone() ) );
		}
		return $code;
	}

	/**
	 * The member by which people know a fact: itself, else its name or its amount, else what it is a part of.
	 *
	 * @param string                $pointer The fact.
	 * @param array<string, string> $labels  Names of members.
	 */
	private static function asked( string $pointer, array $labels ): string {
		$first = preg_replace( '~/[0-9]+(?=/|$)~', '/0', $pointer );
		foreach ( array( $first, "$first/name", "$first/value", dirname( $first ) ) as $one ) {
			if ( isset( $labels[ $one ] ) ) {
				return $one;
			}
		}
		return $first;
	}
}
