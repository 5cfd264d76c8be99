<?php
/**
 * What makes a posting useful.
 *
 * @package WblFeed
 */

namespace WblFeed\Editor;

use WblFeed\Standard\Json;

defined( 'ABSPATH' ) || exit;

/**
 * The facts that students, families and teachers look for first, and which of them a posting has. A posting without them is
 * valid all the same.
 */
final class Useful {

	/**
	 * The facts: any one of the members is enough, and the first is asked for.
	 */
	const FACTS = array(
		array( '/hiringOrganization/name' ),
		array( '/applicationDeadline', '/rolling' ),
		array( '/jobLocation', '/workMode' ),
		array( '/schedule/startDate', '/schedule/window' ),
		array( '/hoursPerWeek/minValue', '/totalHours/minValue', '/duration' ),
		array( '/compensation/status' ),
		array( '/eligibility/gradeLevels', '/eligibility/minimumAge' ),
		array( '/safety/minorsSupervised' ),
		array( '/howToApply/method' ),
		array( '/lastVerified' ),
	);

	/**
	 * How many of the facts are there, and links to the fields of the others, as HTML.
	 *
	 * @param \stdClass $posting A posting.
	 */
	public static function html( \stdClass $posting ): string {
		$missing = array();
		foreach ( self::FACTS as $members ) {
			$there = array_filter(
				$members,
				static function ( $member ) use ( $posting ) {
					return null !== Json::at( $posting, $member );
				}
			);
			if ( ! $there ) {
				$missing[] = sprintf( '<a href="#%s">%s</a>', esc_attr( Controls::id( $members[0] ) ), esc_html( Fields::at( $members[0] )->label ) );
			}
		}
		$html = esc_html(
			sprintf(
				/* translators: 1: number of facts that are filled in, 2: number of such facts */
				__( '%1$d of the %2$d facts that students and teachers look for first are here.', 'wbl-feed' ),
				count( self::FACTS ) - count( $missing ),
				count( self::FACTS )
			)
		);
		if ( $missing ) {
			$html .= ' ' . esc_html__( 'If you know them, add:', 'wbl-feed' ) . ' ' . implode( ' · ', $missing );
		}
		return $html;
	}
}
