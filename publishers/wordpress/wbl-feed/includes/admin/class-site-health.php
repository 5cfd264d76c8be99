<?php
/**
 * Tests on the Site Health screen.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Feed\Discovery;
use WblFeed\Feed\Envelope;
use WblFeed\Feed\Ledger;
use WblFeed\Feed\Settings;
use WblFeed\Plugin;
use WblFeed\Source\Sources;

/**
 * Adds the tests to Site Health, and a section to its information. What is asked over the network runs by itself after the
 * screen was loaded, and asks this site alone.
 */
final class Site_Health {

	/** Tests that look at the database, and those that ask the site over HTTP. */
	const DIRECT = array( 'permalinks', 'time_zone', 'problems', 'deadlines', 'cron' );
	const ASKING = array( 'feed', 'rest', 'cache' );

	/**
	 * Hooks the tests into WordPress.
	 *
	 * @return void
	 */
	public static function register(): void {
		add_filter( 'site_status_tests', array( self::class, 'add' ) );
		add_filter( 'debug_information', array( self::class, 'inform' ) );
		add_action( 'rest_api_init', array( self::class, 'add_routes' ) );
	}

	/**
	 * Adds the tests; before the set-up is done there is nothing to test.
	 *
	 * @param array $tests WordPress's tests.
	 * @return array
	 */
	public static function add( $tests ) {
		if ( ! Settings::ready() ) {
			return $tests;
		}
		foreach ( self::DIRECT as $name ) {
			$tests['direct'][ 'wbl_feed_' . $name ] = array(
				'label' => self::label(),
				'test'  => array( Health_Tests::class, $name ),
			);
		}
		foreach ( self::ASKING as $name ) {
			$tests['async'][ 'wbl_feed_' . $name ] = array(
				'label'             => self::label(),
				'test'              => rest_url( 'wbl/v1/health/' . $name ),
				'has_rest'          => true,
				'async_direct_test' => array( Health_Probe::class, $name ),
			);
		}
		return $tests;
	}

	/**
	 * The name under which WordPress lists a test that has no result yet.
	 */
	private static function label(): string {
		return __( 'Feed of work-based-learning postings', 'wbl-feed' );
	}

	/**
	 * Adds a route for each test that Site Health asks for by itself.
	 *
	 * @return void
	 */
	public static function add_routes(): void {
		foreach ( self::ASKING as $name ) {
			register_rest_route(
				'wbl/v1',
				'/health/' . $name,
				array(
					'methods'             => 'GET',
					'callback'            => array( Health_Probe::class, $name ),
					'permission_callback' => static function () {
						return current_user_can( 'view_site_health_checks' );
					},
				)
			);
		}
	}

	/**
	 * A result as Site Health shows it.
	 *
	 * @param string $test   Name of the test.
	 * @param string $status `good`, `recommended` or `critical`.
	 * @param string $label  What was found, in a few words.
	 * @param string $text   What it means and how it is mended; plain text, a paragraph for each line.
	 * @param array  $link   Address and words of a link to where it is mended; may be empty.
	 * @return array
	 */
	public static function result( string $test, string $status, string $label, string $text, array $link = array() ): array {
		return array(
			'label'       => $label,
			'status'      => $status,
			'badge'       => array(
				'label' => __( 'WBL postings', 'wbl-feed' ),
				'color' => 'blue',
			),
			'description' => '<p>' . str_replace( "\n", '</p><p>', esc_html( $text ) ) . '</p>',
			'actions'     => $link ? sprintf( '<p><a href="%s">%s</a></p>', esc_url( $link[0] ), esc_html( $link[1] ) ) : '',
			'test'        => 'wbl_feed_' . $test,
		);
	}

	/**
	 * Adds a section to the information that people copy when they ask for help. No name, mailbox or text of a posting is in it.
	 *
	 * @param array $sections Sections by name.
	 * @return array
	 */
	public static function inform( $sections ) {
		$settings = Settings::get();
		$ready    = Settings::ready();
		$next     = wp_next_scheduled( Plugin::NIGHTLY );
		$values   = array(
			__( 'Version', 'wbl-feed' )                => WBL_FEED_VERSION,
			__( 'Set up', 'wbl-feed' )                 => $ready ? __( 'yes', 'wbl-feed' ) : __( 'no', 'wbl-feed' ),
			__( 'Id of the feed', 'wbl-feed' )         => $settings['feed_id'],
			__( 'Address of the feed', 'wbl-feed' )    => Discovery::address( 'json' ),
			__( 'License', 'wbl-feed' )                => $settings['license'],
			__( 'State', 'wbl-feed' )                  => $settings['profile'],
			__( 'Time zone', 'wbl-feed' )              => Settings::time_zone(),
			__( 'Post types published', 'wbl-feed' )   => implode( ', ', array_keys( Sources::all() ) ),
			__( 'Postings in the feed', 'wbl-feed' )   => $ready ? (string) Envelope::current()->totalItems : '0', // phpcs:ignore WordPress.NamingConventions.ValidVariableName.UsedPropertyNotSnakeCase
			__( 'Deletions remembered', 'wbl-feed' )   => (string) count( Ledger::tombstones() ),
			__( 'Postings with mistakes', 'wbl-feed' ) => (string) Attention::query( Attention::PROBLEMS, 0, 1 )->found_posts,
			__( 'Next nightly run', 'wbl-feed' )       => $next ? gmdate( 'Y-m-d\TH:i:s\Z', $next ) : __( 'none', 'wbl-feed' ),
		);
		$fields   = array();
		foreach ( $values as $label => $value ) {
			$fields[ sanitize_key( $label ) ] = array(
				'label' => $label,
				'value' => $value,
			);
		}
		$sections['wbl-feed'] = array(
			'label'  => self::label(),
			'fields' => $fields,
		);
		return $sections;
	}
}
