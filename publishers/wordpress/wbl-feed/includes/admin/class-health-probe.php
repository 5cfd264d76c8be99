<?php
/**
 * Tests of Site Health that ask the site as a visitor does.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Feed\Discovery;
use WblFeed\Feed\Envelope;
use WblFeed\Feed\Publishing;
use WblFeed\Feed\Settings;
use WblFeed\Standard\Json;

/**
 * One method each, named as in Site_Health::ASKING; each gives a result of Site_Health. No cookie is sent, so the site
 * answers as it answers everybody.
 */
final class Health_Probe {

	/** Bytes that are read of an answer at most: the first document of a feed is far smaller. */
	const MOST = 20 * MB_IN_BYTES;

	/** Headers by which a cache between the site and its visitors gives itself away. */
	const CACHES = array( 'age', 'x-cache', 'cf-cache-status', 'x-litespeed-cache', 'x-proxy-cache', 'x-varnish', 'x-wp-super-cache', 'x-wp-cf-super-cache' );

	/**
	 * Asks for an address of this site.
	 *
	 * @param string                $address The address.
	 * @param array<string, string> $headers Header fields of the request.
	 * @return array|\WP_Error The answer.
	 */
	private static function ask( string $address, array $headers = array() ) {
		return wp_remote_get(
			$address,
			array(
				'timeout'             => 10,
				'redirection'         => 3,
				'headers'             => $headers,
				'limit_response_size' => self::MOST,
				'sslverify'           => apply_filters( 'https_local_ssl_verify', false ), // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound -- WordPress's own, for loopback requests.
			)
		);
	}

	/**
	 * An answer in words: its status, or why there was none.
	 *
	 * @param array|\WP_Error $answer The answer.
	 */
	private static function words( $answer ): string {
		if ( is_wp_error( $answer ) ) {
			/* translators: %s: an error message. */
			return sprintf( __( 'There was no answer: %s', 'wbl-feed' ), $answer->get_error_message() );
		}
		/* translators: %s: a number such as 403. */
		return sprintf( __( 'The answer was “%s”.', 'wbl-feed' ), wp_remote_retrieve_response_code( $answer ) );
	}

	/**
	 * The feed that an answer holds, or null.
	 *
	 * @param array|\WP_Error $answer The answer.
	 */
	private static function feed_in( $answer ): ?\stdClass {
		if ( is_wp_error( $answer ) || 200 !== wp_remote_retrieve_response_code( $answer ) ) {
			return null;
		}
		try {
			$feed = Json::parse( wp_remote_retrieve_body( $answer ) );
		} catch ( \InvalidArgumentException $broken ) {
			return null;
		}
		return $feed instanceof \stdClass && 'DataFeed' === ( $feed->type ?? '' ) && Settings::get()['feed_id'] === ( $feed->id ?? '' ) ? $feed : null;
	}

	/**
	 * Whether visitors get the feed, and whether it is valid.
	 *
	 * @return array
	 */
	public static function feed(): array {
		$address = Discovery::address( 'json' );
		$answer  = self::ask( $address );
		$feed    = self::feed_in( $answer );
		$link    = array( $address, __( 'Look at the feed', 'wbl-feed' ) );
		if ( ! $feed && ( is_wp_error( $answer ) || 200 !== wp_remote_retrieve_response_code( $answer ) ) ) {
			return Site_Health::result( 'feed', 'critical', __( 'Nobody can read the feed of your postings', 'wbl-feed' ), self::words( $answer ) . "\n" . __( 'Something blocks the feed: a page for members only, a “coming soon” page, a security plugin, or the rules of the web server. Allow visitors to read its address.', 'wbl-feed' ), $link );
		}
		if ( ! $feed ) {
			return Site_Health::result( 'feed', 'critical', __( 'Something else answers in place of the feed of your postings', 'wbl-feed' ), __( 'The address of the feed shows a page that is not the feed, or only a part of it. A “coming soon” page, a cache or a security plugin may cause that, or a plugin or theme that prints something before the feed.', 'wbl-feed' ), $link );
		}
		$faults = Setup_Result::faults( $feed );
		if ( $faults ) {
			return Site_Health::result( 'feed', 'critical', __( 'The feed of your postings is not valid', 'wbl-feed' ), implode( "\n", $faults ), array( Setup_Screen::address(), __( 'Fix the settings', 'wbl-feed' ) ) );
		}
		return Site_Health::result( 'feed', 'good', __( 'Everybody can read the feed of your postings, and it is valid', 'wbl-feed' ), __( 'It was fetched as a visitor would.', 'wbl-feed' ), $link );
	}

	/**
	 * Whether the feed can also be read through the REST interface. It need not: see the address above.
	 *
	 * @return array
	 */
	public static function rest(): array {
		$answer = self::ask( rest_url( 'wbl/v1/feed' ) );
		if ( self::feed_in( $answer ) ) {
			return Site_Health::result( 'rest', 'good', __( 'The feed of your postings can be read through the REST API too', 'wbl-feed' ), __( 'Both addresses give the same feed.', 'wbl-feed' ) );
		}
		if ( self::feed_in( self::ask( Discovery::address( 'json' ) ) ) ) {
			/* translators: %s: an address. */
			$reason = sprintf( __( 'Security plugins do that. The feed is read at %s, so there is nothing to do.', 'wbl-feed' ), Discovery::address( 'json' ) );
			return Site_Health::result( 'rest', 'good', __( 'The REST API is closed to visitors, and the feed of your postings does not need it', 'wbl-feed' ), self::words( $answer ) . "\n" . $reason );
		}
		return Site_Health::result( 'rest', 'critical', __( 'The feed of your postings cannot be read either way', 'wbl-feed' ), self::words( $answer ) . "\n" . __( 'Neither the address of the feed nor the REST API gives it to visitors. Allow one of them in your security plugin.', 'wbl-feed' ), array( Discovery::address( 'json' ), __( 'Look at the feed', 'wbl-feed' ) ) );
	}

	/**
	 * Whether a cache gives old copies of the feed, or takes away what lets readers ask for news only.
	 *
	 * @return array
	 */
	public static function cache(): array {
		$address = Discovery::address( 'json' );
		$link    = array( $address, __( 'Look at the feed', 'wbl-feed' ) );
		Publishing::settle();
		$present = Envelope::current();
		$first   = self::ask( $address );
		$feed    = self::feed_in( $first );
		if ( ! $feed ) {
			return Site_Health::result( 'cache', 'recommended', __( 'Whether a cache is in the way of your postings could not be checked', 'wbl-feed' ), __( 'The feed could not be read; see the other results.', 'wbl-feed' ), $link );
		}
		if ( self::mark( $feed ) !== self::mark( $present ) ) {
			return Site_Health::result( 'cache', 'critical', __( 'A cache gives an old copy of the feed of your postings', 'wbl-feed' ), __( 'Closed postings stay on other sites as open. Tell your cache plugin, or your host, to leave addresses that begin with /feed/ alone, and empty the cache once.', 'wbl-feed' ) . self::named( $first ), $link );
		}
		$tag = (string) wp_remote_retrieve_header( $first, 'etag' );
		if ( '' === $tag ) {
			return Site_Health::result( 'cache', 'recommended', __( 'Something removes the version from the feed of your postings', 'wbl-feed' ), __( 'The header “ETag” is missing, so every reader fetches the whole feed each time. A cache plugin or the web server removes it; allow it for addresses that begin with /feed/.', 'wbl-feed' ) . self::named( $first ), $link );
		}
		$second = self::ask( $address, array( 'If-None-Match' => $tag ) );
		if ( is_wp_error( $second ) || 304 !== wp_remote_retrieve_response_code( $second ) ) {
			return Site_Health::result( 'cache', 'recommended', __( 'Readers fetch the whole feed of your postings each time', 'wbl-feed' ), self::words( $second ) . ' ' . __( 'It should be “304”, which means “nothing new”. A cache plugin or the web server answers by itself; tell it to leave addresses that begin with /feed/ alone.', 'wbl-feed' ) . self::named( $second ), $link );
		}
		return Site_Health::result( 'cache', 'good', __( 'No cache is in the way of your postings', 'wbl-feed' ), __( 'Readers get the current feed, and are told when nothing is new.', 'wbl-feed' ) );
	}

	/**
	 * What tells one state of the feed from another.
	 *
	 * @param \stdClass $feed A feed, or its envelope.
	 */
	private static function mark( \stdClass $feed ): string {
		return ( $feed->sequence ?? '' ) . ' ' . ( $feed->digest ?? '' );
	}

	/**
	 * Which headers of an answer point to a cache; a line of its own, or nothing.
	 *
	 * @param array|\WP_Error $answer The answer.
	 */
	private static function named( $answer ): string {
		$found = array();
		foreach ( is_wp_error( $answer ) ? array() : self::CACHES as $name ) {
			if ( '' !== (string) wp_remote_retrieve_header( $answer, $name ) ) {
				$found[] = $name . ': ' . implode( ', ', (array) wp_remote_retrieve_header( $answer, $name ) );
			}
		}
		/* translators: %s: header fields of HTTP. */
		return $found ? "\n" . sprintf( __( 'A cache answered: %s', 'wbl-feed' ), implode( '; ', $found ) ) : '';
	}
}
