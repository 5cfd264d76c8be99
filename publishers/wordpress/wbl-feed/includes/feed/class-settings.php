<?php
/**
 * What the webmaster said once.
 *
 * @package WblFeed
 */

namespace WblFeed\Feed;

use WblFeed\Standard\Profile;

defined( 'ABSPATH' ) || exit;

/**
 * The settings of a site's feed, in one option.
 */
final class Settings {

	const OPTION = 'wbl_feed_settings';

	const DEFAULTS = array(
		'feed_id'     => '',  // name of the feed, minted once
		'started'     => 0,   // when it began, in seconds since 1970: from then on each deletion has a tombstone
		'name'        => '',
		'publisher'   => array(), // name, url, email
		'license'     => '',  // SPDX identifier or address; nobody chooses it but the webmaster
		'attribution' => '',
		'profile'     => '',  // name of a profile that comes with the plug-in
		'regions'     => array(),
		'time_zone'   => '',  // IANA name, where WordPress knows an offset alone
		'own'         => false,
		'mappings'    => array(), // by post type; see Source\Mapping
		'contacts'    => false, // whether names of contact persons are published
		'hub'         => '',  // address of an aggregator whose postings the site shows
		'reminder'    => array(
			'email' => '',
			'days'  => 60,
		),
		'delete_data' => false,
	);

	/**
	 * Settings that decide what is in a posting, so that all are read anew when one changes.
	 */
	const OF_POSTINGS = array( 'profile', 'regions', 'time_zone', 'own', 'mappings', 'contacts' );

	/**
	 * The settings, with defaults where nothing was said.
	 */
	public static function get(): array {
		$saved = get_option( self::OPTION );
		return array_merge( self::DEFAULTS, is_array( $saved ) ? $saved : array() );
	}

	/**
	 * Gives the feed its name, once.
	 */
	public static function begin(): void {
		$settings = self::get();
		if ( '' === $settings['feed_id'] ) {
			$settings['feed_id'] = 'urn:uuid:' . wp_generate_uuid4();
			$settings['started'] = Clock::now();
			update_option( self::OPTION, $settings, true );
		}
	}

	/**
	 * Changes some settings.
	 *
	 * @param array $changes New values by name.
	 */
	public static function save( array $changes ): void {
		$before = self::get();
		$after  = array_merge( $before, array_intersect_key( $changes, self::DEFAULTS ) );
		update_option( self::OPTION, $after, true );
		foreach ( self::OF_POSTINGS as $name ) {
			if ( $before[ $name ] !== $after[ $name ] ) {
				Catch_Up::start_over();
				return;
			}
		}
	}

	/**
	 * Whether the set-up is done, so that a feed can be published.
	 */
	public static function ready(): bool {
		$settings = self::get();
		return '' !== $settings['feed_id'] && '' !== $settings['name'] && ! empty( $settings['publisher']['name'] )
			&& '' !== $settings['license'] && ( $settings['own'] || $settings['mappings'] );
	}

	/**
	 * Names of the profiles that the feed follows.
	 *
	 * @return string[]
	 */
	public static function profiles(): array {
		$name = self::get()['profile'];
		return '' !== $name && Profile::named( $name ) ? array( $name ) : array();
	}

	/**
	 * The IANA time zone in which the days of postings are meant. WordPress may know an offset alone; a whole number of
	 * hours has a name too (in which the sign is turned round).
	 */
	public static function time_zone(): string {
		$chosen = self::get()['time_zone'];
		foreach ( array( $chosen, wp_timezone_string() ) as $name ) {
			if ( in_array( $name, timezone_identifiers_list( \DateTimeZone::ALL_WITH_BC ), true ) ) {
				return $name;
			}
		}
		$hours = (float) get_option( 'gmt_offset' );
		return 0.0 !== $hours && floor( $hours ) === $hours ? sprintf( 'Etc/GMT%+d', -$hours ) : 'UTC';
	}
}
