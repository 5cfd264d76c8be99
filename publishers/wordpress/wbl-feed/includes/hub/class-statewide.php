<?php
/**
 * The statewide postings that this site holds for its visitors.
 *
 * @package WblFeed
 */

namespace WblFeed\Hub;

use WblFeed\Feed\Clock;
use WblFeed\Feed\Settings;

defined( 'ABSPATH' ) || exit;

/**
 * Keeps each list in a transient, so that an aggregator is asked seldom and a visitor waits seldom.
 *
 * A list that is kept is an array: 'list' as Part::read() gives it, or null; 'checked', Unix time when the aggregator last
 * confirmed it; 'again', Unix time when it is worth asking again; 'problem', a sentence why the last time brought nothing;
 * 'etag' and 'modified' to ask again with.
 */
final class Statewide {

	const FRESH = 15 * MINUTE_IN_SECONDS;
	const PAUSE = 5 * MINUTE_IN_SECONDS;
	const KEPT  = 30 * DAY_IN_SECONDS;

	/** An aggregator has no file for what it has no postings of. Until it is missing for so long, it may be a mishap. */
	const MISSING = DAY_IN_SECONDS;

	const NOTHING = array(
		'list'     => null,
		'checked'  => 0,
		'again'    => 0,
		'problem'  => '',
		'etag'     => '',
		'modified' => '',
	);

	/**
	 * The address of the aggregator with a slash at its end; empty where the administrator named none. That of its feed
	 * or catalogue will do.
	 */
	public static function base(): string {
		$address = preg_replace( '~[^/]*\.json(?:[?#].*)?$~D', '', trim( (string) ( Settings::get()['hub'] ?? '' ) ) );
		return '' === $address ? '' : trailingslashit( $address );
	}

	/**
	 * The list for a choice, asked for if it is old and nobody else is asking just now.
	 */
	public static function kept( Choice $choice ): array {
		$base = self::base();
		$name = 'wbl_feed_hub_' . md5( $base . "\n" . $choice->key() );
		$kept = self::recall( $name );
		$now  = Clock::now();
		if ( $now < $kept['again'] ) {
			return $kept;
		}
		$silence = get_transient( self::silence( $base ) );
		if ( is_array( $silence ) && $now < $silence['until'] ) {
			return array( 'problem' => $silence['problem'] ) + $kept;
		}
		$lock = new Lock( $name );
		if ( ! $lock->take() ) {
			return $kept;
		}
		wp_cache_delete( '_transient_' . $name, 'options' ); // Another request may have asked since.
		$kept = self::recall( $name );
		if ( $now >= $kept['again'] ) {
			$kept = self::asked( $base, $choice, $kept, $now );
			set_transient( $name, $kept, self::KEPT );
		}
		$lock->release();
		return $kept;
	}

	/**
	 * What is kept after asking.
	 */
	private static function asked( string $base, Choice $choice, array $kept, int $now ): array {
		$held   = null === $kept['list'] ? array() : $kept;
		$answer = Fetcher::get( $base . $choice->path(), $held );
		if ( is_wp_error( $answer ) ) {
			if ( 0 !== strpos( (string) $answer->get_error_code(), 'wbl_feed_' ) ) { // No answer at all, and not one that is of no use.
				self::be_silent( $base, $now + self::PAUSE, $answer->get_error_message() );
			}
			return self::failed( $kept, $now, $answer->get_error_message() );
		}
		$status = $answer['status'];
		if ( 304 === $status && $held ) {
			return self::confirmed( $kept, $now );
		}
		if ( 200 === $status ) {
			try {
				$list  = Part::read( $answer['text'], $choice, $now );
				$found = array_intersect_key( $answer, array_flip( array( 'etag', 'modified' ) ) );
				return self::confirmed( compact( 'list' ) + $found + $kept, $now );
			} catch ( \Exception $fault ) {
				return self::failed( $kept, $now, $fault->getMessage() );
			}
		}
		/* translators: %d: status of HTTP, such as 503. */
		$problem = sprintf( __( 'The statewide collection answered with status %d.', 'wbl-feed' ), $status );
		if ( 404 === $status || 410 === $status ) {
			$problem = __( 'The statewide collection has no list for this choice. Either it has no such postings now, or its address in the settings is wrong.', 'wbl-feed' );
			if ( 410 === $status || $kept['checked'] + self::MISSING <= $now ) {
				$kept['list'] = null;
			}
		} elseif ( 429 === $status || $status >= 500 ) {
			self::be_silent( $base, $now + self::wait( $answer['retry_after'], $now ), $problem );
		}
		return self::failed( $kept, $now, $problem );
	}

	private static function confirmed( array $kept, int $now ): array {
		return array(
			'checked' => $now,
			'again'   => $now + self::FRESH,
			'problem' => '',
		) + $kept;
	}

	private static function failed( array $kept, int $now, string $problem ): array {
		return array(
			'list'    => $kept['checked'] + self::KEPT > $now ? $kept['list'] : null,
			'again'   => $now + self::PAUSE,
			'problem' => $problem,
		) + $kept;
	}

	/** Leaves an aggregator in peace that does not answer, so that no page waits for it twice. */
	private static function be_silent( string $base, int $until, string $problem ): void {
		set_transient( self::silence( $base ), compact( 'until', 'problem' ), DAY_IN_SECONDS );
	}

	private static function silence( string $base ): string {
		return 'wbl_feed_hub_silence_' . md5( $base );
	}

	/** Seconds until one may ask again: as Retry-After says, in seconds or as a date, from five minutes to a day. */
	private static function wait( string $retry_after, int $now ): int {
		$seconds = ctype_digit( $retry_after ) ? (int) $retry_after : (int) strtotime( $retry_after ) - $now;
		return max( self::PAUSE, min( DAY_IN_SECONDS, $seconds ) );
	}

	private static function recall( string $name ): array {
		$kept = get_transient( $name );
		return is_array( $kept ) ? $kept + self::NOTHING : self::NOTHING;
	}
}
