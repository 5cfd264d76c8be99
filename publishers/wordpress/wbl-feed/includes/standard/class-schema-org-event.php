<?php
/**
 * A posting as an Event of schema.org (spec section 23.2, rule 5).
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * Days are those of the feed's time zone, clock times those of the schedule's.
 */
final class Schema_Org_Event {

	/** How one attends, by `workMode`. */
	const MODES = array(
		'onsite' => 'https://schema.org/OfflineEventAttendanceMode',
		'remote' => 'https://schema.org/OnlineEventAttendanceMode',
		'hybrid' => 'https://schema.org/MixedEventAttendanceMode',
	);

	/** The Event, or null if the posting lacks what one must have, or if its last day is over. */
	public static function node( \stdClass $posting, string $time_zone, int $now ): ?\stdClass {
		$schedule = $posting->schedule ?? new \stdClass();
		$mode     = $posting->workMode ?? '';
		$location = self::location( $posting, $mode );
		if ( ! isset( $schedule->startDate ) || array() === $location ) {
			return null;
		}
		if ( Time::ends_at( $schedule->endDate ?? $schedule->startDate, $time_zone ) <= $now ) {
			return null;
		}
		$zone      = $schedule->scheduleTimezone ?? $time_zone;
		$organizer = $posting->provider ?? $posting->hiringOrganization ?? null;
		$node      = Schema_Org::shaped( $posting, 'event' );

		$node->startDate     = self::moment( $schedule->startDate, $schedule->startTime ?? '', $zone );
		$node->eventSchedule = Schema_Org::shaped( $schedule, 'schedule' );
		$node->location      = $location;
		if ( $organizer ) {
			$node->organizer = Schema_Org::shaped( $organizer, 'organization' );
		}
		if ( ! empty( $schedule->byDay ) ) {
			$node->eventSchedule->byDay = array_map(
				static function ( string $day ): string {
					return 'https://schema.org/' . $day;
				},
				$schedule->byDay
			);
		}
		if ( isset( $schedule->endDate ) || isset( $schedule->endTime ) ) {
			$node->endDate = self::end( $schedule, $zone );
		}
		if ( isset( self::MODES[ $mode ] ) ) {
			$node->eventAttendanceMode = self::MODES[ $mode ];
		}
		return $node;
	}

	/**
	 * Places, and the page for those who attend from elsewhere; empty where no place has an address.
	 *
	 * @return \stdClass[]
	 */
	private static function location( \stdClass $posting, string $mode ): array {
		$places = Schema_Org::all_shaped( $posting->jobLocation ?? array(), 'place' );
		if ( in_array( $mode, array( 'remote', 'hybrid' ), true ) ) {
			$places[] = (object) array(
				'@type' => 'VirtualLocation',
				'url'   => $posting->url,
			);
			return $places;
		}
		$addressed = array_filter(
			$places,
			static function ( \stdClass $place ): bool {
				return isset( $place->address );
			}
		);
		return array() === $addressed ? array() : $places;
	}

	/** The last day, or its end; an end before the start is after midnight (5.4.5). */
	private static function end( \stdClass $schedule, string $zone ): string {
		$day  = $schedule->endDate ?? $schedule->startDate;
		$last = $schedule->endTime ?? '';
		if ( '' !== $last && $last < ( $schedule->startTime ?? '' ) && $day < '2199-12-31' ) {
			$day = gmdate( 'Y-m-d', Time::ends_at( $day, 'UTC' ) );
		}
		return self::moment( $day, $last, $zone );
	}

	/** A day, or the moment of a clock time on it where the time zone is known and its offset can be written. */
	private static function moment( string $day, string $clock, string $zone ): string {
		if ( '' === $clock || ! Time::is_zone( $zone ) ) {
			return $day;
		}
		$moment = new \DateTimeImmutable( "$day $clock:00", Time::zone( $zone ) );
		return 0 === $moment->getOffset() % 60 ? $moment->format( 'Y-m-d\TH:i:sP' ) : $day;
	}
}
