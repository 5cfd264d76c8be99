<?php
/**
 * What the standard asks of one posting and its schema cannot say (spec sections 5.4, 7.2, 10 and 11).
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * Rules of conformance on a posting that satisfies the schema.
 */
final class Rules {

	/**
	 * @return Notice[]
	 */
	public static function check( Look $look ): array {
		$posting = $look->value;
		return array_merge(
			self::own_id( $posting ),
			self::licenses( $posting ),
			self::schedule( $posting ),
			self::ranges( $posting ),
			self::money( $posting ),
			self::description( $posting ),
			Time::unix( $posting->dateModified ) > $look->now
				? array( Notice::warning( 'modified_in_future', '/dateModified', "dateModified {$posting->dateModified} is in the future.", 'Write the moment of the last change, and check the clock and the time zone of the server.' ) )
				: array()
		);
	}

	/**
	 * A posting's own id is not among its former ones or those of others (7.2, rule 4).
	 *
	 * @return Notice[]
	 */
	private static function own_id( \stdClass $posting ): array {
		$notices = array();
		foreach ( array( 'previousIds', 'notSameAs', 'replaces' ) as $name ) {
			$at = array_search( $posting->id, $posting->$name ?? array(), true );
			if ( false !== $at ) {
				$notices[] = Notice::error( 'own_id_listed', "/$name/$at", "/$name/$at is the posting's own id.", "Take the posting's own id out of previousIds, notSameAs and replaces." );
			}
		}
		return $notices;
	}

	/**
	 * Its own licence, and those in its provenance.
	 *
	 * @return Notice[]
	 */
	private static function licenses( \stdClass $posting ): array {
		$notices = isset( $posting->license ) ? self::license( $posting->license, '/license' ) : array();
		foreach ( $posting->provenance ?? array() as $number => $source ) {
			if ( isset( $source->license ) ) {
				array_push( $notices, ...self::license( $source->license, "/provenance/$number/license" ) );
			}
		}
		return $notices;
	}

	/**
	 * A licence is a URL or an identifier of the SPDX list (11, rule 1).
	 *
	 * @return Notice[]
	 */
	public static function license( string $stated, string $pointer ): array {
		$known = Licenses::spelled( $stated );
		if ( $known === $stated ) {
			return array();
		}
		$mend = null === $known ? 'Write one such as "CC-BY-4.0" or "CC0-1.0", or the URL of your terms.' : "Write it “{$known}”.";
		return array( Notice::error( 'unknown_license', $pointer, '“' . Notice::shown( $stated ) . '” is no SPDX license identifier.', $mend ) );
	}

	/**
	 * The last day is not before the first (5.4.5).
	 *
	 * @return Notice[]
	 */
	private static function schedule( \stdClass $posting ): array {
		$start = $posting->schedule->startDate ?? '';
		$end   = $posting->schedule->endDate ?? '';
		if ( '' === $end || $end >= $start ) {
			return array();
		}
		return array( Notice::error( 'end_before_start', '/schedule/endDate', "endDate $end is before startDate $start.", 'Swap the two dates, or correct the year.' ) );
	}

	/**
	 * The upper end of a range is not below its lower end (5.4.5, 5.4.7).
	 *
	 * @return Notice[]
	 */
	private static function ranges( \stdClass $posting ): array {
		return array_merge(
			self::range( $posting->hoursPerWeek ?? null, 'minValue', 'maxValue', '/hoursPerWeek' ),
			self::range( $posting->totalHours ?? null, 'minValue', 'maxValue', '/totalHours' ),
			self::range( $posting->eligibility ?? null, 'minimumAge', 'maximumAge', '/eligibility' )
		);
	}

	/**
	 * @return Notice[]
	 */
	private static function range( ?\stdClass $value, string $low, string $high, string $place ): array {
		if ( ! isset( $value->$low, $value->$high ) || $value->$high >= $value->$low ) {
			return array();
		}
		$message = "$place/$high is " . Notice::shown( $value->$high ) . ', less than the lower end ' . Notice::shown( $value->$low ) . '.';
		return array( Notice::error( 'range_reversed', "$place/$high", $message, 'Swap the two numbers.' ) );
	}

	/**
	 * A sum of money is one amount or a range (5.4.6).
	 *
	 * @return Notice[]
	 */
	private static function money( \stdClass $posting ): array {
		$notices = array();
		foreach ( array( '/compensation/baseSalary', '/costsToStudent/amount' ) as $place ) {
			$sum = Json::at( $posting, $place );
			if ( null === $sum ) {
				continue;
			}
			array_push( $notices, ...self::range( $sum, 'minValue', 'maxValue', $place ) );
			$is_range = isset( $sum->minValue ) || isset( $sum->maxValue );
			if ( isset( $sum->value ) && $is_range ) {
				$notices[] = Notice::error( 'amount_and_range', $place, "$place has value " . Notice::shown( $sum->value ) . ' and also a range.', 'Write "value" alone, or "minValue" and "maxValue" alone.' );
			} elseif ( ! isset( $sum->value ) && ! $is_range ) {
				$notices[] = Notice::warning( 'amount_missing', $place, "$place has no amount.", 'Add "value", or "minValue" and "maxValue"; or leave the whole member out.' );
			}
		}
		return $notices;
	}

	/**
	 * A description is there in plain text too (5.3).
	 *
	 * @return Notice[]
	 */
	private static function description( \stdClass $posting ): array {
		if ( ! isset( $posting->descriptionHtml ) || isset( $posting->description ) ) {
			return array();
		}
		return array( Notice::warning( 'description_missing', '/descriptionHtml', 'The posting has descriptionHtml and no description.', 'Write the same text without markup into description.' ) );
	}
}
