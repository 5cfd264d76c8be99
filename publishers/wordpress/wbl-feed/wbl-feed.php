<?php
/**
 * Plugin Name:       WBL Feed
 * Description:       Publishes internships, job shadows, co-ops and other work-based learning of this site as a feed that state and regional listings can read, and shows theirs here.
 * Version:           1.0.0
 * Requires at least: 6.4
 * Requires PHP:      7.4
 * Author:            The wbl-feed project
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       wbl-feed
 * Domain Path:       /languages
 *
 * @package WblFeed
 */

defined( 'ABSPATH' ) || exit;

define( 'WBL_FEED_VERSION', '1.0.0' );
define( 'WBL_FEED_FILE', __FILE__ );
// The standard's own JSON stands beside the program in the zip; a checkout of the project has it at its root.
define( 'WBL_FEED_SPEC', is_dir( __DIR__ . '/spec' ) ? __DIR__ . '/spec/' : dirname( __DIR__, 3 ) . '/spec/v1/' );

spl_autoload_register(
	static function ( $name ) {
		$parts = explode( '\\', $name );
		if ( 'WblFeed' !== array_shift( $parts ) ) {
			return;
		}
		$file   = strtolower( str_replace( '_', '-', array_pop( $parts ) ) );
		$folder = __DIR__ . '/includes/' . strtolower( implode( '/', $parts ) ) . ( $parts ? '/' : '' );
		foreach ( array( 'class', 'interface' ) as $kind ) {
			if ( is_file( "$folder$kind-$file.php" ) ) {
				require "$folder$kind-$file.php";
				return;
			}
		}
	}
);

register_activation_hook( __FILE__, array( 'WblFeed\Plugin', 'activate' ) );
register_deactivation_hook( __FILE__, array( 'WblFeed\Plugin', 'deactivate' ) );
WblFeed\Plugin::start();
