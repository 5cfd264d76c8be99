<?php
/**
 * What changes a post.
 *
 * @package WblFeed
 */

namespace WblFeed\Feed;

use WblFeed\Source\Ids;
use WblFeed\Source\Sources;

defined( 'ABSPATH' ) || exit;

/**
 * Notices in each request which posts change, so that their rows in the ledger are written anew at its end.
 */
final class Changes {

	/**
	 * Posts that changed in this request, as keys, by the number of their site in a network.
	 *
	 * @var array<int, array<int, true>>
	 */
	private static $changed = array();

	/**
	 * Hooks the ledger to all that changes a post.
	 */
	public static function register(): void {
		add_action( 'save_post', array( self::class, 'changed' ) );
		add_action( 'deleted_post', array( self::class, 'changed' ) );
		add_action( 'set_object_terms', array( self::class, 'terms_changed' ) );
		foreach ( array( 'added', 'updated', 'deleted' ) as $what ) {
			add_action( "{$what}_post_meta", array( self::class, 'meta_changed' ), 10, 3 );
		}
		add_action( 'transition_post_status', array( self::class, 'status_changed' ), 10, 3 );
		add_action( 'wp_after_insert_post', array( self::class, 'written' ), 100 );
		add_action( 'shutdown', array( self::class, 'refresh_changed' ) );
		foreach ( array( 'home', 'permalink_structure', 'timezone_string', 'gmt_offset' ) as $option ) {
			add_action( "update_option_$option", array( Catch_Up::class, 'start_over' ) );
		}
		foreach ( array( 'edited_term', 'delete_term' ) as $hook ) {
			add_action( $hook, array( self::class, 'term_edited' ), 10, 3 );
		}
	}

	/**
	 * Remembers that a post changed.
	 *
	 * @param int $post_id A post of any type.
	 */
	public static function changed( $post_id ): void {
		self::$changed[ get_current_blog_id() ][ (int) $post_id ] = true;
	}

	/**
	 * Forgets that a post changed, since its row is brought in line with it now.
	 *
	 * @param int $post_id A post of any type.
	 */
	public static function forget( int $post_id ): void {
		unset( self::$changed[ get_current_blog_id() ][ $post_id ] );
	}

	/**
	 * Remembers that a post has other terms.
	 *
	 * @param int $post_id A post of any type.
	 */
	public static function terms_changed( $post_id ): void {
		if ( isset( Sources::all()[ get_post_type( $post_id ) ] ) ) {
			self::changed( $post_id );
		}
	}

	/**
	 * Reads all posts anew if a term was renamed or deleted that posts of a published type can have.
	 *
	 * @param int    $term_id  Not looked at.
	 * @param int    $tt_id    Not looked at.
	 * @param string $taxonomy Its taxonomy.
	 */
	public static function term_edited( $term_id, $tt_id, $taxonomy ): void {
		foreach ( array_keys( Sources::all() ) as $post_type ) {
			if ( is_object_in_taxonomy( $post_type, $taxonomy ) ) {
				Catch_Up::start_over();
				return;
			}
		}
	}

	/**
	 * Remembers that a meta of a post changed, if the posting is read from it. Other plug-ins write metas of posts at each
	 * visit, such as how often they were seen.
	 *
	 * @param int|array $meta_id Not looked at.
	 * @param int       $post_id The post.
	 * @param string    $key     The meta key.
	 */
	public static function meta_changed( $meta_id, $post_id, $key ): void {
		$source = Publishing::PROBLEMS === $key ? null : Sources::all()[ get_post_type( $post_id ) ] ?? null;
		if ( $source && ( in_array( $key, array( Ids::META, '_thumbnail_id' ), true ) || $source->reads( (string) $key ) ) ) {
			self::changed( $post_id );
		}
	}

	/**
	 * Remembers that the status of a post changed.
	 *
	 * @param string   $to   Not looked at.
	 * @param string   $from Not looked at.
	 * @param \WP_Post $post The post.
	 */
	public static function status_changed( $to, $from, $post ): void {
		self::changed( $post->ID );
	}

	/**
	 * A post was written with all that belongs to it.
	 *
	 * @param int $post_id The post.
	 */
	public static function written( $post_id ): void {
		if ( isset( self::$changed[ get_current_blog_id() ][ (int) $post_id ] ) ) {
			Publishing::refresh( (int) $post_id );
		}
	}

	/**
	 * Refreshes what changed in this request and was not refreshed yet.
	 */
	public static function refresh_changed(): void {
		foreach ( self::$changed as $site => $posts ) {
			$elsewhere = get_current_blog_id() !== $site && switch_to_blog( $site );
			array_map( array( Publishing::class, 'refresh' ), array_keys( $posts ) );
			if ( $elsewhere ) {
				restore_current_blog();
			}
		}
	}
}
