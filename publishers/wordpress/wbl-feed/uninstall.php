<?php
/**
 * What happens when the plug-in is deleted: nothing is lost, unless somebody ticked on the setup screen that it shall be.
 *
 * Each site of a network decides for itself.
 *
 * @package WblFeed
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/**
 * Deletes the plug-in's data of the present site, if its settings say so.
 *
 * phpcs:disable WordPress.DB -- everything with the plug-in's own prefix goes, once, when the plug-in is there no more.
 *
 * @return void
 */
function wbl_feed_uninstall_site() {
	global $wpdb;
	$settings = get_option( 'wbl_feed_settings' );
	if ( ! is_array( $settings ) || empty( $settings['delete_data'] ) ) {
		return;
	}
	do {
		$posts = $wpdb->get_col( "SELECT ID FROM {$wpdb->posts} WHERE post_type = 'wbl_posting' LIMIT 100" );
		foreach ( $posts as $post_id ) {
			if ( ! wp_delete_post( (int) $post_id, true ) ) {
				$wpdb->delete( $wpdb->posts, array( 'ID' => (int) $post_id ) ); // another plug-in forbade it
			}
		}
	} while ( $posts );
	$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->postmeta} WHERE meta_key LIKE %s", $wpdb->esc_like( '_wbl_' ) . '%' ) );
	$wpdb->query( "DROP TABLE IF EXISTS {$wpdb->prefix}wbl_ledger" );
	foreach ( array( 'wbl_feed_', '_transient_wbl_feed_', '_transient_timeout_wbl_feed_' ) as $prefix ) {
		foreach ( $wpdb->get_col( $wpdb->prepare( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( $prefix ) . '%' ) ) as $name ) {
			delete_option( $name );
		}
	}
	foreach ( array_keys( wp_roles()->roles ) as $name ) {
		$role = get_role( $name );
		foreach ( array_keys( $role->capabilities ) as $capability ) {
			if ( '_wbl_postings' === substr( $capability, -13 ) ) {
				$role->remove_cap( $capability );
			}
		}
	}
	foreach ( array( 'wbl_feed_nightly', 'wbl_feed_catch_up' ) as $hook ) {
		wp_unschedule_hook( $hook );
	}
	delete_metadata( 'user', 0, 'wbl_feed_dismiss', '', true );
	delete_option( 'rewrite_rules' ); // WordPress makes them anew
	wp_cache_flush();
}

if ( is_multisite() ) {
	foreach ( get_sites(
		array(
			'fields' => 'ids',
			'number' => 0,
		)
	) as $wbl_feed_site ) {
		switch_to_blog( $wbl_feed_site );
		wbl_feed_uninstall_site();
		restore_current_blog();
	}
} else {
	wbl_feed_uninstall_site();
}
