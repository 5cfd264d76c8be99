<?php
/**
 * Names of postings that last.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

defined( 'ABSPATH' ) || exit;

/**
 * The id of a posting (section 7): minted once and kept, so that neither a new title nor a new address of the site
 * changes it.
 */
final class Ids {

	const META = '_wbl_id';

	/**
	 * The id of a post's posting. A copy that another plug-in made of a post, with all its metas, gets one of its own.
	 *
	 * @param int $post_id A post.
	 */
	public static function of( int $post_id ): string {
		$id = get_post_meta( $post_id, self::META, true );
		if ( is_string( $id ) && '' !== $id && self::owner( $id ) === $post_id ) {
			return $id;
		}
		$minted = 'urn:uuid:' . wp_generate_uuid4();
		update_post_meta( $post_id, self::META, $minted );
		$first = self::first( $post_id );
		if ( '' !== $first && $first !== $minted ) { // another request was minting too, and was first
			delete_post_meta( $post_id, self::META, $minted );
			return $first;
		}
		return $minted;
	}

	/**
	 * Gives a post back the id under which its posting was published, should the post have lost it.
	 *
	 * @param int    $post_id A post.
	 * @param string $id      The id.
	 */
	public static function keep( int $post_id, string $id ): string {
		if ( get_post_meta( $post_id, self::META, true ) !== $id ) {
			update_post_meta( $post_id, self::META, wp_slash( $id ) );
		}
		return $id;
	}

	/**
	 * Keeps an id that a posting already had elsewhere, unless the post has one or another post bears it.
	 *
	 * @param int   $post_id A post.
	 * @param mixed $id      The id.
	 */
	public static function take( int $post_id, $id ): void {
		if ( is_string( $id ) && '' !== $id && ! get_post_meta( $post_id, self::META, true ) && 0 === self::owner( $id ) ) {
			update_post_meta( $post_id, self::META, wp_slash( $id ) );
		}
	}

	/**
	 * The oldest post that bears an id, or 0. Ids are compared character by character (section 5.2), and a database takes
	 * letters of either case for the same.
	 *
	 * @param string $id An id.
	 */
	public static function owner( string $id ): int {
		global $wpdb;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- a query of posts has no way to ask for a meta in every status.
		$rows = $wpdb->get_results( $wpdb->prepare( "SELECT post_id, meta_value FROM {$wpdb->postmeta} WHERE meta_key = %s AND meta_value = %s ORDER BY post_id", self::META, $id ) );
		foreach ( $rows as $row ) {
			if ( $row->meta_value === $id ) {
				return (int) $row->post_id;
			}
		}
		return 0;
	}

	/**
	 * The first id that a post was given, as the database itself has it; empty if there is none.
	 *
	 * @param int $post_id A post.
	 */
	private static function first( int $post_id ): string {
		global $wpdb;
		// phpcs:ignore WordPress.DB.DirectDatabaseQuery -- a cache does not know of other requests.
		return (string) $wpdb->get_var( $wpdb->prepare( "SELECT meta_value FROM {$wpdb->postmeta} WHERE post_id = %d AND meta_key = %s ORDER BY meta_id LIMIT 1", $post_id, self::META ) );
	}
}
