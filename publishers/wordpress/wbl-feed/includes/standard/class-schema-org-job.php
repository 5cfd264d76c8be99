<?php
/**
 * A posting as a JobPosting of schema.org (spec section 23.2, rules 2 to 4).
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * The rules are those under which search engines take a job in.
 */
final class Schema_Org_Job {

	/** The JobPosting, or null if the posting lacks what one must have. */
	public static function node( \stdClass $posting, string $time_zone, int $now ): ?\stdClass {
		$html = self::description( $posting );
		if ( self::lacks( $posting, $html, $time_zone, $now ) ) {
			return null;
		}
		$node = Schema_Org::shaped( $posting, 'job' );

		$node->description    = $html;
		$node->employmentType = Schema_Org::JOBS[ $posting->activityType ];
		$salary               = self::salary( $posting->compensation ?? new \stdClass() );
		$apply                = $posting->howToApply ?? new \stdClass();
		$more                 = array(
			'validThrough'                 => self::first_end( $posting, $time_zone ),
			'jobLocationType'              => 'remote' === ( $posting->workMode ?? '' ) ? 'TELECOMMUTE' : null,
			'baseSalary'                   => $salary,
			'directApply'                  => ( $apply->url ?? $posting->url ) === $posting->url ? $apply->directApply ?? null : null,
			'eligibilityToWorkRequirement' => $posting->eligibility->eligibilityToWork ?? null,
			'jobStartDate'                 => $posting->schedule->startDate ?? null,
		);
		foreach ( $more as $name => $value ) {
			if ( null !== $value ) {
				$node->$name = $value;
			}
		}
		return $node;
	}

	private static function lacks( \stdClass $posting, string $html, string $time_zone, int $now ): bool {
		if ( isset( $posting->applicationStartDate ) && Time::begins_at( $posting->applicationStartDate, $time_zone ) > $now ) {
			return true;
		}
		$words = Markup::plain( $html );
		if ( '' === $words || trim( $posting->title ) === $words || ! isset( $posting->datePosted, $posting->hiringOrganization ) ) {
			return true;
		}
		if ( 'remote' === ( $posting->workMode ?? '' ) && ! empty( $posting->applicantLocationRequirements ) ) {
			return false;
		}
		foreach ( $posting->jobLocation ?? array() as $place ) {
			if ( isset( $place->address->addressCountry ) ) {
				return false;
			}
		}
		return true;
	}

	/** The description as sanitised HTML, made from the plain text where there is no other. */
	private static function description( \stdClass $posting ): string {
		$clean = Markup::sanitised( $posting->descriptionHtml ?? '' );
		return '' === Markup::plain( $clean ) ? Markup::paragraphs( $posting->description ?? '' ) : $clean;
	}

	/** The end that comes first, as it is written: a day stays a day. */
	private static function first_end( \stdClass $posting, string $time_zone ): ?string {
		$deadline = $posting->applicationDeadline ?? null;
		$end      = $posting->validThrough ?? $deadline;
		if ( null === $deadline || null === $end ) {
			return $end;
		}
		return Time::ends_at( $end, $time_zone ) < Time::ends_at( $deadline, $time_zone ) ? $end : $deadline;
	}

	/** A wage for a time, where the posting is paid: a stipend is no salary, and a sum for all of it has no unit there. */
	private static function salary( \stdClass $compensation ): ?\stdClass {
		$stated = $compensation->baseSalary ?? null;
		if ( null === $stated || 'paid' !== $compensation->status || 'TOTAL' === ( $stated->unitText ?? '' ) ) {
			return null;
		}
		$amounts = array_intersect_key( get_object_vars( $stated ), array_flip( array( 'value', 'minValue', 'maxValue' ) ) );
		if ( array() === array_filter( $amounts ) ) {
			return null;
		}
		$value = array( '@type' => 'QuantitativeValue' ) + $amounts + ( isset( $stated->unitText ) ? array( 'unitText' => $stated->unitText ) : array() );
		return (object) array(
			'@type'    => 'MonetaryAmount',
			'currency' => $stated->currency,
			'value'    => (object) $value,
		);
	}
}
