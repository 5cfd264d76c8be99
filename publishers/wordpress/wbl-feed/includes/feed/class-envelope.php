<?php
/**
 * What the feed says of itself.
 *
 * @package WblFeed
 */

namespace WblFeed\Feed;

use WblFeed\Standard\Profile;
use WblFeed\Standard\Time;

defined( 'ABSPATH' ) || exit;

/**
 * The envelope of the feed (section 4).
 */
final class Envelope {

	/**
	 * The envelope of this moment.
	 */
	public static function current(): \stdClass {
		return Edition::current()->envelope;
	}

	/**
	 * An envelope.
	 *
	 * @param int         $sequence   Number of the newest change.
	 * @param int         $total      Number of postings.
	 * @param string      $digest     Digest of the whole feed (section 19).
	 * @param int         $modified   Newest change of a posting, in seconds since 1970.
	 * @param \stdClass[] $tombstones Postings that are gone.
	 * @param string[]    $pages      Addresses of further pages.
	 */
	public static function of( int $sequence, int $total, string $digest, int $modified, array $tombstones, array $pages ): \stdClass {
		$settings = Settings::get();
		$profiles = array();
		foreach ( Settings::profiles() as $name ) {
			$profiles[] = Profile::named( $name )->id;
		}
		$envelope = array(
			'type'            => 'DataFeed',
			'specVersion'     => '1.0',
			'id'              => $settings['feed_id'],
			'name'            => $settings['name'],
			'publisher'       => (object) array_filter( $settings['publisher'], 'strlen' ),
			'license'         => $settings['license'],
			'attributionText' => $settings['attribution'],
			'timeZone'        => Settings::time_zone(),
			'inLanguage'      => self::language(),
			'profiles'        => $profiles,
			'regions'         => array_values( $settings['regions'] ),
			'homePageUrl'     => Discovery::at_home( home_url( '/' ) ),
			'feedUrl'         => Discovery::address( 'json' ),
			'alternates'      => array(
				(object) array(
					'url'  => Discovery::from_root( Discovery::address( 'atom' ) ),
					'type' => 'application/atom+xml',
				),
			),
			'dateModified'    => Time::instant( $modified ),
			'sequence'        => $sequence,
			'completeness'    => $pages ? 'paged' : 'complete',
			'pages'           => $pages,
			'totalItems'      => $total,
			'digest'          => $digest,
			'ttl'             => HOUR_IN_SECONDS,
			'deletion'        => (object) array( 'tombstonesSince' => Time::instant( Ledger::since() ) ),
			'tombstones'      => $tombstones,
		);
		return (object) array_filter(
			$envelope,
			static function ( $value ) {
				return array() !== $value && '' !== $value;
			}
		);
	}

	/**
	 * Language of the site (BCP 47). That of the present visitor may be another one.
	 */
	public static function language(): string {
		$locale = get_option( 'WPLANG' );
		return implode( '-', array_slice( explode( '_', $locale ? $locale : 'en_US' ), 0, 2 ) );
	}
}
