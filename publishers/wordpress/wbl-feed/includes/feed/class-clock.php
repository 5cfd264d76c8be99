<?php
/**
 * What time it is.
 *
 * @package WblFeed
 */

namespace WblFeed\Feed;

defined( 'ABSPATH' ) || exit;

/**
 * The one place that asks for the time.
 */
final class Clock {

	/**
	 * Seconds since 1970 in UTC.
	 */
	public static function now(): int {
		/**
		 * Filters the present moment, for tests of what time alone changes.
		 *
		 * @param int $now Seconds since 1970 in UTC.
		 */
		return (int) apply_filters( 'wbl_feed_now', time() );
	}
}
