<?php
/**
 * Reads a part of an aggregate, such as the feed of a region.
 *
 * @package WblFeed
 */

namespace WblFeed\Hub;

use WblFeed\Standard\Json;
use WblFeed\Standard\Schema;
use WblFeed\Standard\Time;
use WblFeed\Standard\Vocabularies;

defined( 'ABSPATH' ) || exit;

/**
 * Makes of a feed the little that is shown: facts and links, none of the texts that a licence may keep back (spec section
 * 11, rule 3). The document is hostile until proved otherwise (spec section 20.3).
 */
final class Part {

	/**
	 * Marks of a document: a posting has an opening bracket for each 90 bytes and a comma for each 35. One of 2 MiB with far
	 * more of them would, in PHP, need more memory than a site has.
	 */
	const BRACKETS = 50000;
	const COMMAS   = 150000;

	/** Characters that control a terminal or the direction of text (spec section 20.3, rule 7). */
	const CONTROLS = '/[\p{Cc}\x{061C}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}]+/u';

	/**
	 * The postings of a document that are chosen, open and not over.
	 *
	 * @param int $now Unix time.
	 * @throws \InvalidArgumentException With a sentence for people, if it is no such document.
	 * @return array 'feed': what is said of the feed; 'postings': at most Choice::MOST; 'total': how many there are.
	 */
	public static function read( string $text, Choice $choice, int $now ): array {
		$feed     = self::document( $text );
		$zone     = self::line( $feed, '/timeZone' );
		$about    = array(
			'name'        => self::line( $feed, '/name' ),
			'url'         => self::address( $feed, '/homePageUrl' ) ? self::address( $feed, '/homePageUrl' ) : self::address( $feed, '/publisher/url' ),
			'license'     => self::line( $feed, '/license' ),
			'attribution' => self::line( $feed, '/attributionText' ),
			'language'    => self::line( $feed, '/inLanguage' ),
			'zone'        => $zone,
			'ends'        => self::line( $feed, '/terminationDate' ),
		);
		$types    = array_column( Vocabularies::terms( '/activityType' ), 'code' );
		$gone     = self::gone( $feed, $now );
		$seen     = array();
		$postings = array();
		foreach ( $feed->items as $item ) {
			$unknown = is_object( $item ) ? $choice->unknown( $types, self::line( $item, '/activityType' ), self::grades( $item ) ) : null;
			$id      = Json::at( $item, '/id' );
			if ( null === $unknown || ! is_string( $id ) || isset( $seen[ $id ] ) || Schema::of( 'posting' )->faults( $item ) ) {
				continue;
			}
			$seen[ $id ] = true;
			if ( isset( $gone[ $id ] ) && $gone[ $id ] >= min( Time::unix( $item->dateModified ), $now ) ) { // Spec sections 8.5 and 10, rule 8.
				continue;
			}
			$facts = self::facts( $item ) + array( 'unknown' => $unknown );
			if ( '' !== $facts['url'] && '' !== $facts['title'] && self::is_open( $facts, $about, $now ) ) {
				$postings[] = $facts;
			}
		}
		usort(
			$postings,
			static function ( array $a, array $b ) use ( $zone ): int {
				return self::rank( $a, $zone ) <=> self::rank( $b, $zone );
			}
		);
		return array(
			'feed'     => $about,
			'postings' => array_slice( $postings, 0, Choice::MOST ),
			'total'    => count( $postings ),
		);
	}

	/**
	 * Whether one can apply for a posting now or later (spec section 6).
	 *
	 * @param array $facts As read() gives them.
	 * @param array $about Of its feed.
	 */
	public static function is_open( array $facts, array $about, int $now ): bool {
		if ( 'open' !== $facts['status'] ) {
			return false;
		}
		foreach ( array( $facts['deadline'], $facts['valid'], $about['ends'] ) as $end ) {
			if ( '' !== $end && Time::ends_at( $end, $about['zone'] ) <= $now ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * @throws \InvalidArgumentException
	 */
	private static function document( string $text ): \stdClass {
		if ( substr_count( $text, '{' ) + substr_count( $text, '[' ) > self::BRACKETS || substr_count( $text, ',' ) > self::COMMAS ) {
			throw new \InvalidArgumentException( __( 'The document has too many parts to be read here.', 'wbl-feed' ) );
		}
		$feed = Json::parse( $text );
		$is   = is_object( $feed ) && 'DataFeed' === Json::at( $feed, '/type' ) && is_array( Json::at( $feed, '/items' ) );
		if ( ! $is || ! preg_match( '/^1\.\d+$/D', self::line( $feed, '/specVersion' ) ) ) {
			throw new \InvalidArgumentException( __( 'The document is not a feed of this standard.', 'wbl-feed' ) );
		}
		$ends = Json::at( $feed, '/terminationDate' );
		if ( null !== $ends && ( ! is_string( $ends ) || ! strtotime( $ends ) ) ) {
			unset( $feed->terminationDate );
		}
		return $feed;
	}

	/**
	 * Unix time of the tombstones of a feed by id.
	 *
	 * @return int[]
	 */
	private static function gone( \stdClass $feed, int $now ): array {
		$gone = array();
		foreach ( (array) Json::at( $feed, '/tombstones', array() ) as $tombstone ) {
			$id   = Json::at( $tombstone, '/id' );
			$when = strtotime( self::line( $tombstone, '/dateDeleted' ) );
			if ( is_string( $id ) && $when ) {
				$gone[ $id ] = max( min( $when, $now ), $gone[ $id ] ?? 0 );
			}
		}
		return $gone;
	}

	/**
	 * What is shown of a sound posting. Empty texts and lists are facts that it does not state.
	 */
	private static function facts( \stdClass $posting ): array {
		$places = array();
		foreach ( array_slice( Json::at( $posting, '/jobLocation', array() ), 0, 3 ) as $place ) {
			$parts    = array( self::line( $place, '/address/addressLocality' ), self::line( $place, '/address/addressRegion' ) );
			$town     = implode( ', ', array_filter( $parts, 'strlen' ) );
			$places[] = '' === $town ? self::line( $place, '/name' ) : $town;
		}
		$salary = array();
		foreach ( array( 'currency', 'value', 'minValue', 'maxValue', 'unitText' ) as $member ) {
			$salary[ $member ] = Json::at( $posting, '/compensation/baseSalary/' . $member );
		}
		return array(
			'status'     => self::line( $posting, '/status' ),
			'title'      => self::line( $posting, '/title' ),
			'url'        => self::address( $posting, '/url' ),
			'language'   => self::line( $posting, '/inLanguage' ),
			'type'       => self::line( $posting, '/activityType' ),
			'employer'   => self::line( $posting, '/hiringOrganization/name' ),
			'places'     => array_values( array_filter( array_unique( $places ), 'strlen' ) ),
			'mode'       => self::line( $posting, '/workMode' ),
			'pay'        => self::line( $posting, '/compensation/status' ),
			'salary'     => $salary,
			'starts'     => self::line( $posting, '/schedule/startDate' ),
			'until'      => self::line( $posting, '/schedule/endDate' ),
			'opens'      => self::line( $posting, '/applicationStartDate' ),
			'deadline'   => self::line( $posting, '/applicationDeadline' ),
			'valid'      => self::line( $posting, '/validThrough' ),
			'rolling'    => true === Json::at( $posting, '/rolling' ),
			'grades'     => self::grades( $posting ),
			'youngest'   => Json::at( $posting, '/eligibility/minimumAge' ),
			'oldest'     => Json::at( $posting, '/eligibility/maximumAge' ),
			'permit'     => self::line( $posting, '/eligibility/workPermit' ),
			'hazardous'  => self::line( $posting, '/safety/hazardous' ),
			'supervised' => self::line( $posting, '/safety/minorsSupervised' ),
			'license'    => self::line( $posting, '/license' ),
			'source'     => self::line( $posting, '/provenance/0/feedTitle' ),
		);
	}

	/**
	 * The order of the list: what is known to fit first, then the soonest deadline, then the title.
	 */
	private static function rank( array $facts, string $zone ): array {
		$end = '' === $facts['deadline'] ? PHP_INT_MAX : Time::ends_at( $facts['deadline'], $zone );
		return array( count( $facts['unknown'] ), $end, $facts['title'] );
	}

	/**
	 * @return int[]
	 */
	private static function grades( \stdClass $posting ): array {
		$grades = Json::at( $posting, '/eligibility/gradeLevels' );
		return is_array( $grades ) ? array_map( 'intval', array_filter( $grades, 'is_numeric' ) ) : array();
	}

	/**
	 * A text as one line of at most 300 characters; empty where there is none.
	 *
	 * @param mixed $value
	 */
	private static function line( $value, string $pointer ): string {
		$text = Json::at( $value, $pointer );
		return is_string( $text ) ? trim( mb_substr( (string) preg_replace( self::CONTROLS, ' ', $text ), 0, 300 ) ) : '';
	}

	/**
	 * The address of a page; empty where there is none that a browser may be led to.
	 */
	private static function address( \stdClass $value, string $pointer ): string {
		$address = Json::at( $value, $pointer );
		return is_string( $address ) && preg_match( '~^https?://[^/]~i', $address ) ? $address : '';
	}
}
