<?php
/**
 * Times of day, and the time zones that are said with them.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

defined( 'ABSPATH' ) || exit;

/**
 * Reads times of day: `3:30 PM`, `15:30`, `noon`, `5 pm ET`.
 */
final class Clock {
	const TIME  = '(?P<noon>12 noon|noon|mediodia)'
		. '|(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?P<fraction>\.[0-9]{1,9})?)?)?(?: ?(?P<half>[ap])\.? ?m\.?)?';
	const ZONE  = '(?P<utc>z|utc|gmt)|(?P<sign>[+-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})'
		. '|(?P<zone>[ecmp])(?:(?P<season>[sd]?)t|(?:astern|entral|ountain|acific)(?: (?P<kind>s|d)(?:tandard|aylight))?(?: time)?)';
	const ZONES = array( 'e' => 'America/New_York', 'c' => 'America/Chicago', 'm' => 'America/Denver', 'p' => 'America/Los_Angeles' );

	/**
	 * A pattern for a time of day with or without its zone, in folded text.
	 */
	public static function pattern(): string {
		return '(?:' . self::TIME . ')(?: ?\(?(?:' . self::ZONE . ')\)?)?';
	}

	/**
	 * A time of day as `HH:MM`. 3:30 alone could be morning or afternoon.
	 *
	 * @param string $text A tidy text.
	 */
	public static function read( string $text ): ?string {
		$words = Text::folded( $text );
		$found = Text::whole( self::TIME, $words );
		$clock = $found ? self::time( $found, ':' === substr( $words, 2, 1 ) ) : null;
		return null !== $clock && ':00' === substr( $clock, -3 ) ? substr( $clock, 0, 5 ) : null;
	}

	/**
	 * Whether the parts of a match can be a time of day at all.
	 *
	 * @param array<string|null> $found Parts of a match.
	 */
	public static function is_time( array $found ): bool {
		if ( null !== $found['noon'] ) {
			return true;
		}
		$hour  = (int) $found['hour'];
		$sound = null === $found['half'] ? $hour < 24 : $hour > 0 && $hour < 13;
		$named = null !== $found['half'] || null !== $found['minute'];
		return $named && $sound && (int) $found['minute'] < 60 && (int) $found['second'] < 60;
	}

	/**
	 * The time that a match states as `HH:MM:SS`; null if it is none, or might be in the morning or the afternoon.
	 *
	 * @param array<string|null> $found       Parts of a match.
	 * @param bool               $of_24_hours Whether the notation is that of a clock of 24 hours, as 05:00 in an ISO date is.
	 */
	public static function time( array $found, bool $of_24_hours ): ?string {
		if ( ! self::is_time( $found ) ) {
			return null;
		}
		if ( null !== $found['noon'] ) {
			return '12:00:00';
		}
		$hour = (int) $found['hour'];
		if ( null !== $found['half'] ) {
			$hour = $hour % 12 + ( 'p' === $found['half'] ? 12 : 0 );
		} elseif ( $hour < 13 && ! $of_24_hours ) {
			return null;
		}
		return sprintf( '%02d:%02d:%02d', $hour, (int) $found['minute'], (int) $found['second'] );
	}

	/**
	 * The offset of a match's zone at that moment, such as `-05:00` or `Z`; empty if it is not sure.
	 *
	 * ET is that of the season. EST in July could be either, and so could an hour that comes twice.
	 *
	 * @param array<string|null> $found Parts of a match.
	 * @param string             $day   `YYYY-MM-DD`.
	 * @param string             $clock `HH:MM:SS`.
	 */
	public static function offset( array $found, string $day, string $clock ): string {
		if ( null !== $found['utc'] ) {
			return 'Z';
		}
		if ( null !== $found['sign'] ) {
			$sound = (int) $found['hours'] <= 14 && (int) $found['minutes'] < 60;
			return $sound ? "{$found['sign']}{$found['hours']}:{$found['minutes']}" : '';
		}
		if ( null === $found['zone'] ) {
			return '';
		}
		$moments = self::moments( new \DateTimeZone( self::ZONES[ $found['zone'] ] ), "$day $clock" );
		if ( 1 !== count( $moments ) ) {
			return '';
		}
		$season = $found['season'] ? $found['season'] : $found['kind'];
		$summer = '1' === $moments[0]->format( 'I' );
		return $season && ( 'd' === $season ) !== $summer ? '' : $moments[0]->format( 'P' );
	}

	/**
	 * The moments at which clocks show that time: none or two when they are set.
	 *
	 * @param \DateTimeZone $zone The time zone.
	 * @param string        $wall Day and time.
	 * @return \DateTimeImmutable[]
	 */
	private static function moments( \DateTimeZone $zone, string $wall ): array {
		$as_utc  = new \DateTimeImmutable( $wall, new \DateTimeZone( 'UTC' ) );
		$offsets = array( $zone->getOffset( $as_utc->modify( '-1 day' ) ), $zone->getOffset( $as_utc->modify( '+1 day' ) ) );
		$moments = array();
		foreach ( array_unique( $offsets ) as $offset ) {
			$moment = $as_utc->setTimestamp( $as_utc->getTimestamp() - $offset )->setTimezone( $zone );
			if ( $moment->getOffset() === $offset ) {
				$moments[] = $moment;
			}
		}
		return $moments;
	}
}
