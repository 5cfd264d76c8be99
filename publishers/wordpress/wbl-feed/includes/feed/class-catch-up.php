<?php
/**
 * Reading all posts anew.
 *
 * @package WblFeed
 */

namespace WblFeed\Feed;

use WblFeed\Plugin;
use WblFeed\Source\Sources;

defined( 'ABSPATH' ) || exit;

/**
 * Brings the rows of all posts in line after a change that concerns all of them, a few seconds at a time.
 */
final class Catch_Up {

	const HOOK = 'wbl_feed_catch_up';

	/**
	 * Option that says how far all posts were read: the number of the last one, or `done`.
	 */
	const PROGRESS = 'wbl_feed_progress';

	/**
	 * Option that is another one each time when reading starts over.
	 */
	const ROUND = 'wbl_feed_round';

	/**
	 * Hooks it into the schedule of WordPress.
	 */
	public static function register(): void {
		add_action( self::HOOK, array( self::class, 'run' ), 10, 0 );
		add_action( Plugin::NIGHTLY, array( self::class, 'nightly' ), 5 );
	}

	/**
	 * Reads all posts anew, from the first one on, as soon as there is time.
	 */
	public static function start_over(): void {
		update_option( self::ROUND, uniqid( '', true ), false ); // first, so that one who is reading sees it after each step
		update_option( self::PROGRESS, '0', false );
		if ( ! wp_next_scheduled( self::HOOK ) ) {
			wp_schedule_single_event( time(), self::HOOK );
		}
	}

	/**
	 * Reads posts that were not read since the last change of what concerns all of them.
	 *
	 * @param float $seconds How long it may take; the rest is done later.
	 * @return bool Whether all is done.
	 */
	public static function run( float $seconds = 10.0 ): bool {
		$ends     = microtime( true ) + $seconds;
		$round    = self::round();
		$progress = get_option( self::PROGRESS );
		while ( 'done' !== $progress && Settings::ready() ) {
			try {
				$progress = self::read_some( (int) $progress, $ends );
			} catch ( Unreadable $failed ) {
				$ends = 0;
			}
			update_option( self::PROGRESS, $progress, false );
			wp_cache_supports( 'flush_runtime' ) && wp_cache_flush_runtime(); // thousands of posts do not fit in memory together
			if ( self::round() !== $round ) { // meanwhile another request has started over, and what was read may be out of date
				wp_cache_delete( 'alloptions', 'options' );
				$round    = self::round();
				$progress = '0';
				update_option( self::PROGRESS, $progress, false );
			}
			if ( 'done' !== $progress && microtime( true ) > $ends ) {
				wp_schedule_single_event( time() + 5, self::HOOK );
				return false;
			}
		}
		return 'done' === $progress;
	}

	/**
	 * Reads the next posts.
	 *
	 * @param int   $after Posts up to this one were read.
	 * @param float $ends  When to stop, in seconds since 1970.
	 * @return string How far it came, as PROGRESS has it.
	 */
	private static function read_some( int $after, float $ends ): string {
		$numbers = self::posts_after( $after );
		if ( ! $numbers ) {
			array_map( array( Publishing::class, 'bring_in_line' ), Ledger::orphans( array_keys( Sources::all() ) ) );
			return 'done';
		}
		foreach ( $numbers as $after ) {
			Publishing::bring_in_line( $after );
			if ( microtime( true ) > $ends ) {
				break;
			}
		}
		return (string) $after;
	}

	/**
	 * What tells one start from another. It is asked of the database itself, since another request may have written it.
	 */
	private static function round(): string {
		global $wpdb;
		return (string) $wpdb->get_var( $wpdb->prepare( "SELECT option_value FROM {$wpdb->options} WHERE option_name = %s", self::ROUND ) ); // phpcs:ignore WordPress.DB.DirectDatabaseQuery
	}

	/**
	 * Once a day everything is looked at, in case another program changed the database behind WordPress.
	 */
	public static function nightly(): void {
		self::start_over();
		self::run( 20.0 ); // many hosts end a request after 30; what is left is done by itself later
		Publishing::settle();
	}

	/**
	 * Numbers of the next posts of the published types, in every status.
	 *
	 * @param int $after Posts up to this one are passed over.
	 * @throws Unreadable If the database falters.
	 * @return int[]
	 */
	private static function posts_after( int $after ): array {
		global $wpdb;
		$types = array_keys( Sources::all() );
		$marks = implode( ', ', array_fill( 0, count( $types ), '%s' ) );
		// phpcs:ignore WordPress.DB -- WP_Query has no way to ask for what follows a number.
		$found = $wpdb->get_col( $wpdb->prepare( "SELECT ID FROM {$wpdb->posts} WHERE ID > %d AND post_type IN ($marks) ORDER BY ID LIMIT 100", array_merge( array( $after ), $types ) ) );
		if ( '' !== $wpdb->last_error ) {
			throw new Unreadable( 'The posts could not be read.' );
		}
		return array_map( 'intval', $found );
	}
}
