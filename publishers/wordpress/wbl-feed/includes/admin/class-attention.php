<?php
/**
 * Which postings need a person's look.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Feed\Clock;
use WblFeed\Feed\Publishing;
use WblFeed\Feed\Settings;
use WblFeed\Source\Posting_Type;
use WblFeed\Source\Sources;
use WblFeed\Standard\Time;

/**
 * The three reasons, as queries that list, reminder and Site Health share.
 *
 * They read the small metas that are kept beside a posting: `_wbl_status`, `_wbl_deadline` and `_wbl_last_verified` (civil
 * dates, so that they compare as texts) and `_wbl_problems`.
 */
final class Attention {

	/** A posting with an error: out of the feed, in it as it was before a mistake, or a danger to minors. */
	const PROBLEMS = 'problems';

	/** An open posting whose deadline is over (spec 6, rule 7). */
	const DEADLINE = 'deadline';

	/** An open posting that nobody checked for so many days. */
	const UNVERIFIED = 'unverified';

	/**
	 * The reasons, in the order in which they matter, with their names for people.
	 *
	 * @param int $days After how many days a posting ought to be checked again.
	 * @return array<string, string>
	 */
	public static function reasons( int $days ): array {
		return array(
			self::PROBLEMS   => __( 'Something to fix', 'wbl-feed' ),
			self::DEADLINE   => __( 'Deadline has passed, still open', 'wbl-feed' ),
			self::UNVERIFIED => sprintf(
				/* translators: %d: number of days. */
				_n( 'Not verified for %d day', 'Not verified for %d days', $days, 'wbl-feed' ),
				$days
			),
		);
	}

	/**
	 * The condition on metas for a reason, as `meta_query` of WP_Query takes it.
	 *
	 * @param string $reason One of the constants.
	 * @param int    $days   For UNVERIFIED: how many days.
	 * @return array
	 */
	public static function meta_query( string $reason, int $days ): array {
		if ( self::PROBLEMS === $reason ) {
			return array(
				array(
					'key'     => Publishing::PROBLEMS,
					// As Json::write writes it; within a message the quotes would have a backslash.
					'value'   => '"severity":"error"',
					'compare' => 'LIKE',
				),
			);
		}
		$open = array(
			'key'   => '_wbl_status',
			'value' => 'open',
		);
		if ( self::DEADLINE === $reason ) {
			return array(
				$open,
				array(
					'key'     => '_wbl_deadline',
					'value'   => Time::day( Clock::now(), Settings::time_zone() ),
					'compare' => '<',
				),
			);
		}
		return array(
			$open,
			array(
				'relation' => 'OR',
				array(
					'key'     => '_wbl_last_verified',
					'compare' => 'NOT EXISTS',
				),
				array(
					'key'     => '_wbl_last_verified',
					'value'   => Time::day( Clock::now() - $days * DAY_IN_SECONDS, Settings::time_zone() ),
					'compare' => '<',
				),
			),
		);
	}

	/**
	 * The published posts that a reason is true of, oldest first.
	 *
	 * Mistakes are looked for in every post type that the feed is made from; the other two reasons are known of own
	 * postings alone.
	 *
	 * @param string $reason One of the constants.
	 * @param int    $days   For UNVERIFIED: how many days.
	 * @param int    $most   At most so many.
	 * @return \WP_Query
	 */
	public static function query( string $reason, int $days, int $most = 50 ): \WP_Query {
		$types = array_keys( Sources::all() );
		if ( self::PROBLEMS !== $reason ) {
			$types = array_intersect( $types, array( Posting_Type::NAME ) );
		}
		return new \WP_Query(
			array(
				// An empty list would mean posts of the blog.
				'post_type'        => $types ? array_values( $types ) : array( 'none' ),
				'post_status'      => 'publish',
				'posts_per_page'   => $most,
				'orderby'          => 'ID',
				'order'            => 'ASC',
				'suppress_filters' => true,
				'meta_query'       => self::meta_query( $reason, $days ), // phpcs:ignore WordPress.DB.SlowDBQuery.slow_db_query_meta_query
			)
		);
	}
}
