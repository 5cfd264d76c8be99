<?php
/**
 * The post type of postings.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

defined( 'ABSPATH' ) || exit;

/**
 * The type `wbl_posting`, and who may write its posts.
 */
final class Posting_Type {

	const NAME = 'wbl_posting';

	/**
	 * Roles of WordPress that write postings from the start. A site may give the capabilities to others.
	 */
	const ROLES = array( 'administrator', 'editor' );

	/**
	 * Hooks the type into WordPress.
	 */
	public static function register(): void {
		add_action( 'init', array( self::class, 'add' ) );
	}

	/**
	 * Adds the type.
	 */
	public static function add(): void {
		register_post_type(
			self::NAME,
			array(
				'labels'          => array(
					'name'               => __( 'WBL postings', 'wbl-feed' ),
					'singular_name'      => __( 'WBL posting', 'wbl-feed' ),
					'add_new'            => __( 'Add posting', 'wbl-feed' ),
					'add_new_item'       => __( 'Add posting', 'wbl-feed' ),
					'edit_item'          => __( 'Edit posting', 'wbl-feed' ),
					'new_item'           => __( 'New posting', 'wbl-feed' ),
					'view_item'          => __( 'View posting', 'wbl-feed' ),
					'view_items'         => __( 'View postings', 'wbl-feed' ),
					'search_items'       => __( 'Search postings', 'wbl-feed' ),
					'not_found'          => __( 'No postings yet.', 'wbl-feed' ),
					'not_found_in_trash' => __( 'No postings in the trash.', 'wbl-feed' ),
					'all_items'          => __( 'All postings', 'wbl-feed' ),
				),
				'description'     => __( 'Internships, job shadows, co-ops and other work-based learning.', 'wbl-feed' ),
				'public'          => true,
				'show_in_rest'    => true,
				'rest_base'       => 'wbl-postings',
				'has_archive'     => 'opportunities',
				'rewrite'         => array( 'slug' => 'opportunities' ),
				'supports'        => array( 'title', 'editor', 'excerpt', 'thumbnail', 'revisions', 'author' ),
				'capability_type' => array( self::NAME, 'wbl_postings' ),
				'map_meta_cap'    => true,
				'menu_icon'       => 'dashicons-welcome-learn-more',
				'menu_position'   => 21,
			)
		);
	}

	/**
	 * Gives the capabilities of the type to the roles that write postings.
	 */
	public static function grant(): void {
		foreach ( self::ROLES as $name ) {
			$role = get_role( $name );
			foreach ( $role ? self::capabilities() : array() as $capability ) {
				$role->add_cap( $capability );
			}
		}
	}

	/**
	 * The capabilities that WordPress derives from the type's name, but for those it maps to them.
	 *
	 * @return string[]
	 */
	public static function capabilities(): array {
		$verbs = array( 'edit', 'edit_others', 'edit_published', 'edit_private', 'publish', 'read_private', 'delete', 'delete_others', 'delete_published', 'delete_private' );
		return array_map(
			static function ( $verb ) {
				return $verb . '_wbl_postings';
			},
			$verbs
		);
	}
}
