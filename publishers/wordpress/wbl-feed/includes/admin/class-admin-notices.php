<?php
/**
 * The one notice that the plug-in shows beyond its own screens.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Feed\Settings;

/**
 * Leads to the setup screen as long as it is not done, on the Plugins screen and on those of the postings. Each person can
 * put it away for good.
 */
final class Admin_Notices {

	/** Action of the link that puts the notice away, and the user meta that remembers it. */
	const DISMISS = 'wbl_feed_dismiss';

	/** Ids of the screens where it is shown. */
	const SCREENS = array( 'plugins', 'edit-wbl_posting', 'wbl_posting' );

	/**
	 * Hooks the notice into WordPress.
	 *
	 * @return void
	 */
	public static function register(): void {
		add_action( 'admin_notices', array( self::class, 'show' ) );
		add_action( 'admin_post_' . self::DISMISS, array( self::class, 'dismiss' ) );
	}

	/**
	 * Prints the notice, where it belongs.
	 *
	 * @return void
	 */
	public static function show(): void {
		$screen = get_current_screen();
		if ( ! $screen || ! in_array( $screen->id, self::SCREENS, true ) || ! current_user_can( 'manage_options' )
			|| Settings::ready() || get_user_meta( get_current_user_id(), self::DISMISS, true ) ) {
			return;
		}
		printf(
			'<div class="notice notice-info" id="wbl-feed-begin"><p><strong>%s</strong> %s</p><p><a class="button button-primary" href="%s">%s</a> <a class="button" href="%s">%s</a></p></div>',
			esc_html__( 'Your postings have no feed yet.', 'wbl-feed' ),
			esc_html__( 'Answer three questions, and other sites can show them. Nothing is published until then.', 'wbl-feed' ),
			esc_url( Setup_Screen::address() ),
			esc_html__( 'Set up the feed', 'wbl-feed' ),
			esc_url( wp_nonce_url( admin_url( 'admin-post.php?action=' . self::DISMISS ), self::DISMISS ) ),
			esc_html__( 'Do not show this again', 'wbl-feed' )
		);
	}

	/**
	 * Puts the notice away for the person who asks.
	 *
	 * @return void
	 */
	public static function dismiss(): void {
		check_admin_referer( self::DISMISS );
		if ( current_user_can( 'manage_options' ) ) {
			update_user_meta( get_current_user_id(), self::DISMISS, '1' );
		}
		wp_safe_redirect( wp_get_referer() ? wp_get_referer() : admin_url() );
		exit;
	}
}
