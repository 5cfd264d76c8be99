<?php
/**
 * What is wrong with the feed, for the command line.
 *
 * @package WblFeed
 */

namespace WblFeed\Cli;

use WblFeed\Feed\Clock;
use WblFeed\Feed\Envelope;
use WblFeed\Feed\Publishing;
use WblFeed\Feed\Settings;
use WblFeed\Source\Sources;
use WblFeed\Standard\Check;
use WblFeed\Standard\Notice;

defined( 'ABSPATH' ) || exit;

/**
 * Checks the posts themselves, and not what was found when they were last published.
 */
final class Validation {

	/** Posts that are read at once. */
	const CHUNK = 100;

	/**
	 * One line for each problem. A posting without post is the feed itself.
	 *
	 * @return array[] 'post', 'severity', 'code', 'place', 'message', 'mend'; and 'stops', whether it is an error of conformance.
	 */
	public static function problems(): array {
		$lines = array();
		foreach ( Sources::all() as $type => $source ) {
			foreach ( self::published( $type ) as $post ) {
				if ( Sources::of( $post ) ) {
					$reading = $source->read( $post );
					$lines   = array_merge( $lines, self::lines( (string) $post->ID, $reading->notices, Publishing::notices( $reading->posting, $post->ID ) ) );
				}
			}
		}
		return array_merge( self::lines( '', Check::envelope( Envelope::current(), Settings::profiles(), Clock::now() ) ), $lines );
	}

	/**
	 * The posts of a type that everybody may read.
	 *
	 * @return \Generator<\WP_Post>
	 */
	private static function published( string $type ): \Generator {
		$page = 1;
		do {
			$posts = get_posts(
				array(
					'post_type'      => $type,
					'post_status'    => 'publish',
					'has_password'   => false,
					'posts_per_page' => self::CHUNK,
					'paged'          => $page++,
					'orderby'        => 'ID',
					'order'          => 'ASC',
				)
			);
			yield from $posts;
			wp_cache_supports( 'flush_runtime' ) && wp_cache_flush_runtime(); // Thousands of posts do not fit in memory together.
		} while ( count( $posts ) === self::CHUNK );
	}

	/**
	 * @param Notice[] ...$notices
	 * @return array[]
	 */
	private static function lines( string $post, array ...$notices ): array {
		return array_map(
			static function ( Notice $notice ) use ( $post ): array {
				return array(
					'post'     => $post,
					'severity' => $notice->severity,
					'code'     => $notice->code,
					'place'    => $notice->pointer,
					'message'  => $notice->message,
					'mend'     => $notice->mend,
					'stops'    => $notice->stops(),
				);
			},
			array_merge( ...$notices )
		);
	}
}
