<?php
/**
 * Civil dates and instants (spec section 10).
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * When dates and instants begin and end, as Unix time in seconds.
 */
final class Time {

	const DAY = 86400;

	/**
	 * The first second at which a date or instant that ends something is over: for a date, the first moment of the
	 * next day in that time zone.
	 */
	public static function ends_at( string $date_or_instant, string $time_zone ): int {
		if ( self::is_date( $date_or_instant ) ) {
			return self::first_second( self::midnight( $date_or_instant ) + self::DAY, $time_zone );
		}
		return self::unix( $date_or_instant );
	}

	/**
	 * The first second at which a date or instant that begins something has begun.
	 */
	public static function begins_at( string $date_or_instant, string $time_zone ): int {
		if ( self::is_date( $date_or_instant ) ) {
			return self::first_second( self::midnight( $date_or_instant ), $time_zone );
		}
		return self::unix( $date_or_instant );
	}

	/** An instant of the standard, such as 2026-11-22T12:00:00Z. */
	public static function instant( int $unix ): string {
		return gmdate( 'Y-m-d\TH:i:s\Z', $unix );
	}

	/** The civil date in that time zone, such as 2026-11-22. */
	public static function day( int $unix, string $time_zone ): string {
		return ( new \DateTimeImmutable( '@' . $unix ) )->setTimezone( self::zone( $time_zone ) )->format( 'Y-m-d' );
	}

	/** Whether it is a name of the IANA time zone database, as far as this server knows it. */
	public static function is_zone( string $name ): bool {
		static $names = null;
		if ( null === $names ) {
			$names = array_flip( \DateTimeZone::listIdentifiers( \DateTimeZone::ALL_WITH_BC ) );
		}
		return isset( $names[ $name ] );
	}

	/** That time zone; UTC where the name is not known (spec section 4.1, rule 2). */
	public static function zone( string $name ): \DateTimeZone {
		return new \DateTimeZone( self::is_zone( $name ) ? $name : 'UTC' );
	}

	/** Whether it is a civil date, and not an instant. */
	public static function is_date( string $date_or_instant ): bool {
		return 10 === strlen( $date_or_instant );
	}

	/** Unix time of the first whole second that is not before the instant. */
	public static function unix( string $instant ): int {
		$moment = new \DateTimeImmutable( preg_replace( '/\.[0-9]+/', '', $instant ) );
		return $moment->getTimestamp() + ( preg_match( '/\.0*[1-9]/', $instant ) ? 1 : 0 );
	}

	/** What Unix time would be at midnight of that day, if the clocks there showed UTC. */
	private static function midnight( string $date ): int {
		return ( new \DateTimeImmutable( $date, new \DateTimeZone( 'UTC' ) ) )->getTimestamp();
	}

	/**
	 * The first second of the day, even where its midnight comes twice or not at all (spec section 10, rule 5).
	 *
	 * @param int $midnight Of that day, if the clocks there showed UTC.
	 */
	private static function first_second( int $midnight, string $time_zone ): int {
		$zone  = self::zone( $time_zone );
		$from  = $midnight - 2 * self::DAY; // No offset is more than a day, a change of the date line included.
		$spans = $zone->getTransitions( $from, $midnight + 2 * self::DAY );
		if ( ! $spans ) {
			return $midnight - $zone->getOffset( new \DateTimeImmutable( '@' . $midnight ) );
		}
		foreach ( $spans as $number => $span ) {
			$first = max( $span['ts'], $midnight - $span['offset'] );
			if ( ! isset( $spans[ $number + 1 ] ) || $first < $spans[ $number + 1 ]['ts'] ) {
				return $first;
			}
		}
	}
}
