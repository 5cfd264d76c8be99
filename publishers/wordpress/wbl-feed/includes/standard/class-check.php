<?php
/**
 * What the standard says of a posting or an envelope: all rules in one call.
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * Checks before something is published: conformance, quality and safety (spec section 2.3).
 */
final class Check {

	/** Zones of the time zone database with one offset all year, named like those of places where clocks change. */
	const NO_SUMMER = '~^(?:EST|MST|HST|Etc/GMT.*)$~D';

	/**
	 * What is wrong with a posting. While it does not satisfy the schema, only that is said.
	 *
	 * @param string[] $profiles  Names of the profiles that the feed follows.
	 * @param int      $now       Unix time.
	 * @param string   $time_zone Of the feed.
	 * @return Notice[]
	 */
	public static function posting( \stdClass $posting, array $profiles, int $now, string $time_zone ): array {
		$faults = self::unholdable( $posting, '', 3 ); // In a feed it stands within the document and its items.
		if ( array() === $faults ) {
			$faults = Schema::of( 'posting' )->faults( $posting );
		}
		if ( array() !== $faults ) {
			return $faults;
		}
		$look    = new Look( 'posting', $posting, $profiles, $now, $time_zone );
		$notices = array( Codes::check( $look, self::iris( $look ) ), Rules::check( $look ), Quality::check( $look ), Links::check( $look ), Safety::check( $look ), Limits::check( $look ) );
		foreach ( $look->profiles as $profile ) {
			$notices[] = $profile->check( $posting, $now );
		}
		return array_merge( ...$notices );
	}

	/**
	 * What is wrong with an envelope, tombstones included; its items are not looked at.
	 *
	 * @param string[] $profiles Names of profiles to check against.
	 * @param int|null $now      Unix time; the present without it.
	 * @return Notice[]
	 */
	public static function envelope( \stdClass $envelope, array $profiles, ?int $now = null ): array {
		$now   = $now ?? time();
		$whole = clone $envelope;
		unset( $whole->items );
		$faults = self::unholdable( $whole );
		if ( array() === $faults ) {
			$whole->items = array();
			$faults       = Schema::of( 'feed' )->faults( $whole );
			unset( $whole->items );
		}
		if ( array() !== $faults ) {
			return $faults;
		}
		$look    = new Look( 'feed', $whole, $profiles, $now, $whole->timeZone );
		$named   = $whole->profiles ?? array();
		$notices = array_merge( Codes::check( $look, array_merge( $named, self::iris( $look ) ) ), self::zone( $whole->timeZone ), Rules::license( $whole->license, '/license' ), self::completeness( $whole ) );
		foreach ( $whole->sources ?? array() as $number => $source ) {
			array_push( $notices, ...( isset( $source->license ) ? Rules::license( $source->license, "/sources/$number/license" ) : array() ) );
		}
		if ( Safety::is_private( $whole->publisher->email ?? '' ) ) {
			$notices[] = Safety::personal_email( '/publisher/email', $whole->publisher->email );
		}
		if ( Time::unix( $whole->dateModified ) > $now ) {
			$notices[] = Notice::warning( 'modified_in_future', '/dateModified', "dateModified {$whole->dateModified} is in the future.", 'Write the moment of the last change, and check the clock and the time zone of the server.' );
		}
		foreach ( $named as $number => $iri ) {
			if ( null === Profile::by_iri( $iri ) ) {
				$notices[] = Notice::info( 'unknown_profile', "/profiles/$number", 'The profile ' . Notice::shown( $iri ) . ' is not known here.', 'The feed is checked as core.' );
			}
		}
		foreach ( $look->profiles as $profile ) {
			array_push( $notices, ...$profile->check_envelope( $whole ) );
		}
		foreach ( $whole->tombstones ?? array() as $number => $tombstone ) {
			array_push( $notices, ...self::tombstone( $tombstone, "/tombstones/$number", $now ) );
		}
		return $notices;
	}

	/**
	 * What no reader can hold (spec section 3): numbers beyond those of a double, texts that are not UTF-8, too many levels.
	 *
	 * @param mixed $value
	 * @return Notice[]
	 */
	private static function unholdable( $value, string $pointer = '', int $depth = 1 ): array {
		if ( is_string( $value ) ) {
			return preg_match( '//u', $value ) ? array() : array( Notice::error( 'invalid_encoding', $pointer, "$pointer is not in UTF-8.", 'Write the text anew.' ) );
		}
		if ( is_int( $value ) || is_float( $value ) ) {
			$holdable = is_int( $value ) ? abs( $value ) <= Json::GREATEST : is_finite( $value );
			$mend     = 'Write long numbers, such as identifiers, as texts in quotation marks.';
			return $holdable ? array() : array( Notice::error( 'number_out_of_range', $pointer, "$pointer is a number that not every reader can hold.", $mend ) );
		}
		$is_object = $value instanceof \stdClass;
		if ( ! $is_object && ! is_array( $value ) ) {
			return array();
		}
		if ( $depth > Json::DEEPEST ) {
			return array( Notice::error( 'nested_too_deep', '', 'The posting is nested more than 200 deep.', 'Take out what is nested so deep; it is under ext.' ) );
		}
		$notices = array();
		foreach ( $is_object ? get_object_vars( $value ) : $value as $name => $member ) {
			if ( is_string( $member ) && ! preg_match( '/[\x80-\xFF]/', $member ) ) {
				continue; // As most members are: neither number nor beyond ASCII.
			}
			$place = "$pointer/" . str_replace( array( '~', '/' ), array( '~0', '~1' ), (string) $name );
			foreach ( self::unholdable( $member, $place, $depth + 1 ) as $notice ) {
				$notices[] = $notice;
			}
		}
		return array_slice( $notices, 0, Schema::MOST_FAULTS );
	}

	/**
	 * @return string[]
	 */
	private static function iris( Look $look ): array {
		return array_map( static function ( Profile $profile ): string {
			return $profile->id;
		}, $look->profiles );
	}

	/**
	 * @return Notice[]
	 */
	private static function zone( string $name ): array {
		$shown = Notice::shown( $name );
		if ( ! Time::is_zone( $name ) ) {
			return array( Notice::error( 'unknown_time_zone', '/timeZone', "“{$shown}” is no IANA time zone.", 'Write it like "America/New_York".' ) );
		}
		if ( preg_match( self::NO_SUMMER, $name ) ) {
			return array( Notice::warning( 'zone_without_summer_time', '/timeZone', "“{$shown}” has no summer time.", 'Write the zone of a place, like "America/New_York", unless the clocks there never change.', 'quality' ) );
		}
		return array();
	}

	/**
	 * Whether pages, feedUrl, totalItems and digest are as completeness asks (4.2).
	 *
	 * @return Notice[]
	 */
	private static function completeness( \stdClass $envelope ): array {
		$notices = array();
		$stated  = $envelope->completeness;
		$paged   = ! empty( $envelope->pages );
		if ( ( 'paged' === $stated ) !== $paged ) {
			$notices[] = Notice::error( 'pages_mismatch', '/completeness', "completeness is “{$stated}”, and the feed has " . ( $paged ? 'pages.' : 'no pages.' ), 'Write "completeness": "paged" with a list of "pages", or "complete" without one.' );
		}
		if ( 'delta' === $stated && ! isset( $envelope->feedUrl ) ) {
			$notices[] = Notice::error( 'delta_without_feed_url', '/feedUrl', 'The document is a delta and has no feedUrl.', 'Add the address of the whole feed: "feedUrl": "https://site.example/feed.json".' );
		}
		if ( 'delta' === $stated && isset( $envelope->totalItems ) ) {
			$notices[] = Notice::error( 'total_items_in_delta', '/totalItems', "The document is a delta and has totalItems {$envelope->totalItems}.", 'Leave totalItems out of a delta.' );
		}
		if ( 'paged' === $stated && ! isset( $envelope->digest ) ) {
			$notices[] = Notice::warning( 'missing_digest', '/digest', 'The feed is paged and has no digest.', 'Compute the digest over all pages (section 19), and write it into the first document.' );
		}
		return $notices;
	}

	/**
	 * A tombstone tells of the past, and no more than it must (8.1, 17.6 and 20.1).
	 *
	 * @return Notice[]
	 */
	private static function tombstone( \stdClass $tombstone, string $pointer, int $now ): array {
		$notices = array();
		$reason  = $tombstone->reason ?? '';
		if ( Time::unix( $tombstone->dateDeleted ) > $now ) {
			$notices[] = Notice::error( 'tombstone_in_future', "$pointer/dateDeleted", "dateDeleted {$tombstone->dateDeleted} is in the future.", 'Write the moment at which the posting left the feed, and check the clock of the server.' );
		}
		if ( 'merged' === $reason && ! isset( $tombstone->replacedBy ) ) {
			$notices[] = Notice::error( 'merged_without_replacement', $pointer, 'The tombstone has reason “merged” and no replacedBy.', 'Add "replacedBy" with the id of the posting that stays.' );
		}
		$more = array_diff( array_keys( get_object_vars( $tombstone ) ), array( 'id', 'dateDeleted', 'reason' ) );
		if ( 'rights' === $reason && array() !== $more ) {
			$notices[] = Notice::error( 'tombstone_says_too_much', $pointer, 'The tombstone has reason “rights” and also ' . implode( ', ', $more ) . '.', 'Leave id, dateDeleted and reason, and nothing else.' );
		}
		return $notices;
	}
}
