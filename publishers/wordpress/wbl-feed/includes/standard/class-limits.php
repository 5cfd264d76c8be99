<?php
/**
 * Hours and wages: that they agree, and that they keep to the limits of profiles (spec sections 5.5, 20.2 and 22.5).
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * Warnings alone: exceptions are many, and a posting does not tell them.
 */
final class Limits {

	/** Activities that are work in the sense of labour law. */
	const EMPLOYMENT = array( 'internship', 'co-op', 'apprenticeship', 'pre-apprenticeship', 'part-time-employment' );

	const ADULT = 18;

	/** Hours in all may be so many times those of the dates: training, half weeks. */
	const MORE = 1.25;

	/** And so small a part of them: holidays, students who take part for some of the weeks. */
	const LESS = 0.5;

	/** Days in a week, a month and a day, as an ISO 8601 duration has them. */
	const DAYS = array(
		'W' => 7.0,
		'M' => 30.4,
		'D' => 1.0,
	);

	/**
	 * @return Notice[]
	 */
	public static function check( Look $look ): array {
		return array_merge(
			self::hours( $look->value ),
			self::wage( $look ),
			self::danger( $look->value ),
			self::minors( $look )
		);
	}

	/**
	 * Hours in a week times weeks make about the hours in all (5.5, rule 5).
	 *
	 * @return Notice[]
	 */
	private static function hours( \stdClass $posting ): array {
		$weeks = isset( $posting->hoursPerWeek, $posting->totalHours ) ? self::weeks( $posting ) : array();
		if ( array() === $weeks ) {
			return array();
		}
		$least = ( $posting->hoursPerWeek->minValue ?? 0 ) * $weeks[0];
		$most  = ( $posting->hoursPerWeek->maxValue ?? INF ) * $weeks[1];
		$total = array( $posting->totalHours->minValue ?? 0, $posting->totalHours->maxValue ?? INF );
		if ( $total[1] >= $least * self::LESS && $total[0] <= $most * self::MORE ) {
			return array();
		}
		$message = 'totalHours is ' . self::span( $total[0], $total[1] ) . ', but hours in a week and dates make ' . self::span( $least, $most ) . '.';
		return array( Notice::warning( 'hours_do_not_add_up', '/totalHours', $message, 'Correct one of hoursPerWeek, totalHours and the dates.', 'quality' ) );
	}

	/**
	 * How many weeks it lasts: by days, and by the weeks of the calendar that it has a day in; empty if that is not known.
	 *
	 * @return float[]
	 */
	private static function weeks( \stdClass $posting ): array {
		if ( isset( $posting->schedule->startDate, $posting->schedule->endDate ) ) {
			$start = Time::begins_at( $posting->schedule->startDate, 'UTC' );
			$days  = intdiv( Time::ends_at( $posting->schedule->endDate, 'UTC' ) - $start, Time::DAY );
			return $days > 0 ? array( $days / 7, (float) intdiv( (int) gmdate( 'N', $start ) - 1 + $days + 6, 7 ) ) : array();
		}
		if ( ! preg_match( '/^P([0-9]{1,3})([WMD])$/D', $posting->duration ?? '', $stated ) || 0 === (int) $stated[1] ) {
			return array();
		}
		$weeks = $stated[1] * self::DAYS[ $stated[2] ] / 7;
		return array( $weeks, max( $weeks, 1.0 ) );
	}

	private static function span( float $least, float $most ): string {
		if ( INF === $most ) {
			return 'at least ' . round( $least );
		}
		return round( $least ) === round( $most ) ? (string) round( $most ) : round( $least ) . ' to ' . round( $most );
	}

	/**
	 * An hourly wage is at least the minimum of the profile; a stipend is none.
	 *
	 * @return Notice[]
	 */
	private static function wage( Look $look ): array {
		$salary = $look->value->compensation->baseSalary ?? new \stdClass();
		if ( 'HOUR' !== ( $salary->unitText ?? '' ) || in_array( $look->value->compensation->status, array( 'unpaid', 'stipend' ), true ) ) {
			return array();
		}
		$stated = array_intersect( array( 'value', 'minValue', 'maxValue' ), array_keys( (array) $salary ) );
		$name   = reset( $stated );
		foreach ( $name ? $look->profiles : array() as $profile ) {
			$least = $profile->limits()->minimumWage ?? null;
			if ( $least && $salary->currency === $least->currency && $salary->$name < $least->amount ) {
				$message = sprintf( 'The wage is %s %s an hour, below the minimum of %s %s (%s).', Notice::shown( $salary->$name ), $salary->currency, number_format( $least->amount, 2, '.', '' ), $least->currency, $least->source );
				return array( Notice::warning( 'below_minimum_wage', "/compensation/baseSalary/$name", $message, "Check the wage and its unit; training wages need the law's permission.", 'quality' ) );
			}
		}
		return array();
	}

	/**
	 * Work for minors is neither hazardous nor unsupervised (20.2, rule 4).
	 *
	 * @return Notice[]
	 */
	private static function danger( \stdClass $posting ): array {
		$youngest = self::age( $posting, 5 ); // A student of grade 9 is 14 or older.
		if ( null !== $youngest && $youngest >= self::ADULT ) {
			return array();
		}
		$notices = array();
		$who     = 'of any age';
		if ( null !== $youngest ) {
			$by_age = $youngest === (int) ( $posting->eligibility->minimumAge ?? -1 );
			$who    = $by_age ? "from $youngest years on" : 'of grade ' . min( $posting->eligibility->gradeLevels );
		}
		if ( 'yes' === ( $posting->safety->hazardous ?? '' ) ) {
			$notices[] = Notice::warning( 'hazardous_for_minors', '/safety/hazardous', "The work is hazardous, and students $who may take part.", 'Set "minimumAge": 18, or have somebody who knows the law check it.', 'safety' );
		}
		if ( 'no' === ( $posting->safety->minorsSupervised ?? '' ) ) {
			$notices[] = Notice::warning( 'minors_unsupervised', '/safety/minorsSupervised', "minorsSupervised is “no”, and students $who may take part.", 'Name an adult who is there, or admit adults only.', 'safety' );
		}
		return $notices;
	}

	/**
	 * Hours of a week and times of a day keep to what the profiles state for minors of that age.
	 *
	 * @return Notice[]
	 */
	private static function minors( Look $look ): array {
		$posting = $look->value;
		$age     = self::age( $posting, 6 ); // And is 15 when the school year ends.
		$notices = array();
		if ( null === $age || ! self::is_employment( $posting ) ) {
			return $notices;
		}
		$season = self::season( $posting->schedule ?? new \stdClass() );
		foreach ( $look->profiles as $profile ) {
			foreach ( $profile->limits()->minors ?? array() as $limit ) {
				if ( $limit->minimumAge <= $age && $age <= $limit->maximumAge && in_array( $limit->season, array( 'any', $season ), true ) ) {
					// Two limits, of two profiles or of a season and all year, are one finding.
					$notices += self::too_many( $limit, $posting ) + self::too_late( $limit, $posting );
				}
			}
		}
		return array_values( $notices );
	}

	/**
	 * Even the least that is asked is too much; of a range, a minor can work the lower part.
	 *
	 * @return array<string, Notice>
	 */
	private static function too_many( \stdClass $limit, \stdClass $posting ): array {
		$name  = isset( $posting->hoursPerWeek->minValue ) ? 'minValue' : 'maxValue';
		$hours = $posting->hoursPerWeek->$name ?? 0;
		if ( $hours <= ( $limit->hoursPerWeek ?? INF ) ) {
			return array();
		}
		$message = "The week has $hours hours; at ages {$limit->minimumAge} to {$limit->maximumAge} the limit is {$limit->hoursPerWeek} ({$limit->source}).";
		return array( 'hours' => Notice::warning( 'too_many_hours_for_minors', "/hoursPerWeek/$name", $message, 'Cut the hours, or raise minimumAge; or have somebody who knows the law check it.', 'safety' ) );
	}

	/**
	 * @return array<string, Notice>
	 */
	private static function too_late( \stdClass $limit, \stdClass $posting ): array {
		$start = $posting->schedule->startTime ?? '';
		$end   = $posting->schedule->endTime ?? '';
		$early = '' !== $start && isset( $limit->earliest ) && $start < $limit->earliest;
		// A day that ends before it starts ends after midnight (5.4.5).
		$late = '' !== $end && isset( $limit->latest ) && ( $end > $limit->latest || $end < $start );
		if ( ! $early && ! $late ) {
			return array();
		}
		$day    = trim( ( '' === $start ? '' : "from $start " ) . ( '' === $end ? '' : "to $end" ) );
		$bounds = array_filter( array( isset( $limit->earliest ) ? "not before {$limit->earliest}" : '', isset( $limit->latest ) ? "not after {$limit->latest}" : '' ) );

		$message = "The day is $day; at ages {$limit->minimumAge} to {$limit->maximumAge} it is " . implode( ' and ', $bounds ) . " ({$limit->source}).";
		return array( 'day' => Notice::warning( 'late_for_minors', $late ? '/schedule/endTime' : '/schedule/startTime', $message, 'Move the times, or raise minimumAge; or have somebody who knows the law check it.', 'safety' ) );
	}

	/** The youngest age that may take part, by age and by lowest grade with so many years added; null if that is unsaid. */
	private static function age( \stdClass $posting, int $years ): ?int {
		$eligibility = $posting->eligibility ?? new \stdClass();
		$ages        = isset( $eligibility->minimumAge ) ? array( (int) $eligibility->minimumAge ) : array();
		if ( ! empty( $eligibility->gradeLevels ) ) {
			$ages[] = (int) min( $eligibility->gradeLevels ) + $years;
		}
		return array() === $ages ? null : max( $ages );
	}

	/** Limits of working hours apply to what is paid, and to what is work and not said to be unpaid. */
	private static function is_employment( \stdClass $posting ): bool {
		$status = $posting->compensation->status ?? '';
		return 'paid' === $status || ( 'unpaid' !== $status && in_array( $posting->activityType, self::EMPLOYMENT, true ) );
	}

	/** The season of the law that a schedule falls in; the laxer one, summer, where it does not say. */
	private static function season( \stdClass $schedule ): string {
		$window = $schedule->window ?? array();
		if ( array_intersect( $window, array( 'summer', 'school-vacation' ) ) ) {
			return 'summer';
		}
		$days = array_values( array_intersect_key( (array) $schedule, array_flip( array( 'startDate', 'endDate' ) ) ) );
		foreach ( $days as $day ) {
			if ( substr( $day, 5 ) < '06-01' || substr( $day, 5 ) > '09-10' || substr( $day, 0, 4 ) !== substr( $days[0], 0, 4 ) ) {
				return 'school-year';
			}
		}
		return array_intersect( $window, array( 'school-day', 'after-school', 'academic-year' ) ) ? 'school-year' : 'summer';
	}
}
