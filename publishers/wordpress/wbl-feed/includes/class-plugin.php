<?php
/**
 * What is done once: starting the parts, making a place for them, and putting it away.
 *
 * @package WblFeed
 */

namespace WblFeed;

defined( 'ABSPATH' ) || exit;

/**
 * The plug-in as a whole.
 */
final class Plugin {

	const NIGHTLY = 'wbl_feed_nightly';

	/**
	 * The path of a posting: from a post, into the feed, out of the door; then what people use.
	 */
	const PARTS = array(
		'Source\Posting_Type',
		'Source\Rest_Field',
		'Feed\Changes',
		'Feed\Catch_Up',
		'Feed\Server',
		'Feed\Rest',
		'Feed\Discovery',
		'Feed\Json_Ld',
		'Show\Page_Facts',
		'Editor\Panel',
		'Editor\Check_Route',
		'Admin\Setup_Screen',
		'Admin\Mapping_Screen',
		'Admin\List_Table',
		'Admin\Bulk_Actions',
		'Admin\Site_Health',
		'Admin\Reminder',
		'Admin\Privacy',
		'Admin\Admin_Notices',
		'Hub\Block',
		'Cli\Commands',
	);

	/**
	 * Lets every part hook itself into WordPress.
	 */
	public static function start(): void {
		add_action( 'init', array( self::class, 'load_translations' ), 0 );
		add_action( 'init', array( self::class, 'upgrade' ), 1 );
		add_filter( 'wpmu_drop_tables', array( 'WblFeed\Feed\Ledger', 'with_site' ) );
		foreach ( self::PARTS as $part ) {
			call_user_func( array( __NAMESPACE__ . '\\' . $part, 'register' ) );
		}
	}

	/**
	 * Before 6.8, WordPress by itself looks for translations of wordpress.org alone; these are in the plug-in's own folder.
	 * No text may be translated earlier than this: since 6.7 WordPress complains.
	 */
	public static function load_translations(): void {
		load_plugin_textdomain( 'wbl-feed', false, dirname( plugin_basename( WBL_FEED_FILE ) ) . '/languages' );
		$locale = determine_locale();
		if ( 0 === strpos( $locale, 'es_' ) && 'es_ES' !== $locale ) { // Spanish of one country is better than English
			load_textdomain( 'wbl-feed', dirname( WBL_FEED_FILE ) . '/languages/wbl-feed-es_ES.mo', $locale );
		}
	}

	/**
	 * Makes what the program needs on this site, where it is missing or of an earlier version. It runs at every start, and
	 * costs nothing but then, so that each site of a network gets its own when it is first visited.
	 */
	public static function upgrade(): void {
		if ( get_option( 'wbl_feed_version' ) === WBL_FEED_VERSION ) {
			return;
		}
		Feed\Ledger::create();
		Feed\Settings::begin();
		Source\Posting_Type::grant();
		if ( ! wp_next_scheduled( self::NIGHTLY ) ) {
			wp_schedule_event( strtotime( 'tomorrow 03:00 UTC' ), 'daily', self::NIGHTLY );
		}
		delete_option( 'rewrite_rules' ); // WordPress makes them anew, with ours, at the end of its start
		update_option( 'wbl_feed_version', WBL_FEED_VERSION, true );
	}

	/**
	 * Asks for the upgrade at the next request, when all of WordPress is there.
	 */
	public static function activate(): void {
		delete_option( 'wbl_feed_version' );
	}

	/**
	 * Stops what runs by itself. Nothing is deleted: see uninstall.php.
	 */
	public static function deactivate(): void {
		wp_clear_scheduled_hook( self::NIGHTLY );
		wp_clear_scheduled_hook( Feed\Catch_Up::HOOK );
		delete_option( 'wbl_feed_version' );
		delete_option( 'rewrite_rules' );
	}
}
