<?php
/**
 * Distances of days in words.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

/**
 * "in 5 days", "3 days ago", "closed 3 days ago".
 */
final class Days {

	/**
	 * How far a day is from today.
	 *
	 * @param int $days Days until then; less than 0 if it is past.
	 */
	public static function words( int $days ): string {
		if ( 0 === $days ) {
			return __( 'today', 'wbl-feed' );
		}
		if ( $days > 0 ) {
			/* translators: %s: number of days. */
			return sprintf( _n( 'in %s day', 'in %s days', $days, 'wbl-feed' ), number_format_i18n( $days ) );
		}
		/* translators: %s: number of days. */
		return sprintf( _n( '%s day ago', '%s days ago', -$days, 'wbl-feed' ), number_format_i18n( -$days ) );
	}

	/**
	 * Since when one cannot apply any more.
	 *
	 * @param int $days Days since the deadline, at least 1.
	 */
	public static function closed( int $days ): string {
		/* translators: %s: number of days. */
		return sprintf( _n( 'closed %s day ago', 'closed %s days ago', $days, 'wbl-feed' ), number_format_i18n( $days ) );
	}
}
