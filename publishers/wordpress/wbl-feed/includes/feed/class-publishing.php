<?php
/**
 * From posts into the ledger.
 *
 * @package WblFeed
 */

namespace WblFeed\Feed;

use WblFeed\Source\Ids;
use WblFeed\Source\Source;
use WblFeed\Source\Sources;
use WblFeed\Standard\Check;
use WblFeed\Standard\Json;
use WblFeed\Standard\Notice;
use WblFeed\Standard\Time;

defined( 'ABSPATH' ) || exit;

/**
 * Keeps the ledger in step with the posts: a post that changes has its own row written anew, and nothing else.
 *
 * phpcs:disable WordPress.NamingConventions.ValidVariableName.UsedPropertyNotSnakeCase -- members of the standard are in camel case.
 */
final class Publishing {

	/**
	 * Meta with what is wrong with a posting: a JSON list of notices, absent if nothing is.
	 */
	const PROBLEMS = '_wbl_problems';

	/**
	 * Seconds after its end for which a posting stays in the feed as closed, so that people find out what became of it.
	 */
	const LINGERS = 90 * DAY_IN_SECONDS;

	/**
	 * Brings the row of a post in line with the post. If the database falters, it is done later.
	 *
	 * @param int $post_id A post of any type, there or not.
	 */
	public static function refresh( int $post_id ): void {
		try {
			self::bring_in_line( $post_id );
		} catch ( Unreadable $failed ) {
			Catch_Up::start_over();
		}
	}

	/**
	 * Brings the row of a post in line with the post.
	 *
	 * @param int $post_id A post of any type, there or not.
	 * @throws Unreadable If the database falters.
	 */
	public static function bring_in_line( int $post_id ): void {
		Changes::forget( $post_id );
		$post = get_post( $post_id );
		if ( ! $post && ! self::is_gone( $post_id ) ) {
			throw new Unreadable( 'A post could not be read.' );
		}
		if ( ! Settings::ready() ) {
			return; // nothing is gone because the set-up is missing for a while
		}
		$row = Ledger::row( $post_id );
		if ( $post && self::is_public( $post ) && ! Sources::can_tell( $post ) ) {
			self::hold( $post, $row );
			return;
		}
		$source = $post ? Sources::of( $post ) : null;
		if ( $source && self::is_public( $post ) ) {
			self::publish( $post, $source, $row );
			return;
		}
		self::bury( $row, $post && 'expired' === $post->post_status ? 'expired' : 'withdrawn' );
		if ( $post && metadata_exists( 'post', $post_id, self::PROBLEMS ) ) {
			self::keep_problems( $post_id, array() );
		}
	}

	/**
	 * What is wrong with a posting, if it were published now.
	 *
	 * @param \stdClass $posting A posting without what the plug-in mints.
	 * @param int       $post_id Its post; 0 for one that is not written yet.
	 * @return Notice[]
	 */
	public static function notices( \stdClass $posting, int $post_id = 0 ): array {
		$whole               = clone $posting;
		$whole->id           = $posting->id ?? ( get_post_meta( $post_id, Ids::META, true ) ?: 'urn:uuid:00000000-0000-0000-0000-000000000000' );
		$whole->url          = $posting->url ?? home_url( '/' );
		$whole->dateModified = Time::instant( Clock::now() );
		return self::check( $whole, isset( $posting->url ) );
	}

	/**
	 * A posting without the name of a person, unless the site has consent for names.
	 *
	 * @param \stdClass $posting A posting.
	 */
	public static function with_consent( \stdClass $posting ): \stdClass {
		return Settings::get()['contacts'] ? $posting : Json::with( $posting, '/applicationContact/name', null );
	}

	/**
	 * Changes a posting in the feed, whatever its post says now: a version from before a mistake may name persons whom the post
	 * names no more.
	 *
	 * @param int      $post_id The post.
	 * @param callable $change  Given the posting, gives it back with other members.
	 */
	public static function amend( int $post_id, callable $change ): void {
		$post = get_post( $post_id );
		$row  = Ledger::row( $post_id );
		if ( $post && $row && ! $row->deleted ) {
			self::write( $post, $change( Json::parse( $row->item ) ), $row );
		}
	}

	/**
	 * Refreshes what time alone has changed.
	 */
	public static function settle(): void {
		foreach ( Ledger::due( Clock::now() ) as $post_id ) {
			self::refresh( $post_id );
		}
	}

	/**
	 * Whether a post is there no more. Where the database falters, WordPress finds no post either.
	 *
	 * @param int $post_id A post.
	 */
	private static function is_gone( int $post_id ): bool {
		global $wpdb;
		return '0' === (string) $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM {$wpdb->posts} WHERE ID = %d", $post_id ) ); // phpcs:ignore WordPress.DB.DirectDatabaseQuery
	}

	/**
	 * Whether everybody may read a post.
	 *
	 * @param \WP_Post $post A post.
	 */
	private static function is_public( \WP_Post $post ): bool {
		return 'publish' === $post->post_status && '' === $post->post_password;
	}

	/**
	 * Writes the row of a post that is published.
	 *
	 * @param \WP_Post       $post   The post.
	 * @param Source         $source What reads it.
	 * @param \stdClass|null $row    Its row so far.
	 */
	private static function publish( \WP_Post $post, Source $source, ?\stdClass $row ): void {
		$reading = $source->read( $post );
		$posting = self::with_consent( $reading->posting );
		$has_url = isset( $posting->url );

		$posting->id           = $row ? Ids::keep( $post->ID, $row->id ) : Ids::of( $post->ID );
		$posting->url          = $posting->url ?? Discovery::at_home( (string) get_permalink( $post ) );
		$posting->datePosted   = $posting->datePosted ?? substr( $post->post_date, 0, 10 );
		$posting->dateModified = Time::instant( Clock::now() );

		$notices = array_merge( $reading->notices, self::check( $posting, $has_url ) );
		self::keep_problems( $post->ID, $notices );
		foreach ( $notices as $notice ) {
			if ( $notice->stops() ) {
				self::hold( $post, $row );
				return;
			}
		}
		if ( in_array( $posting->status, array( 'filled', 'closed' ), true ) ) {
			self::bury( $row, $posting->status );
			return;
		}
		self::write( $post, $posting, $row );
	}

	/**
	 * Keeps a posting as it was, before a mistake or while what it is read by is missing; only its time may be over, or the
	 * consent for a name.
	 *
	 * @param \WP_Post       $post The post.
	 * @param \stdClass|null $row  Its row so far.
	 */
	private static function hold( \WP_Post $post, ?\stdClass $row ): void {
		if ( $row && ! $row->deleted ) {
			self::write( $post, self::with_consent( Json::parse( $row->item ) ), $row );
		}
	}

	/**
	 * What is wrong with a whole posting.
	 *
	 * @param \stdClass $posting The posting.
	 * @param bool      $has_url Whether somebody wrote its address; that of this site is not theirs to mend.
	 * @return Notice[]
	 */
	private static function check( \stdClass $posting, bool $has_url ): array {
		return array_values(
			array_filter(
				Check::posting( $posting, Settings::profiles(), Clock::now(), Settings::time_zone() ),
				static function ( Notice $notice ) use ( $has_url ) {
					return $has_url || '/url' !== $notice->pointer || $notice->stops();
				}
			)
		);
	}

	/**
	 * Writes a posting into the ledger, as it is now that its time may be over.
	 *
	 * @param \WP_Post       $post    The post.
	 * @param \stdClass      $posting The posting.
	 * @param \stdClass|null $row     Its row so far.
	 */
	private static function write( \WP_Post $post, \stdClass $posting, ?\stdClass $row ): void {
		$ends  = self::ends( $posting );
		$turns = $ends ? min( $ends ) : 0;
		if ( $ends && $turns <= Clock::now() ) {
			$turns = max( $ends ) + self::LINGERS;
			if ( $turns <= Clock::now() ) {
				self::bury( $row, 'expired' );
				return;
			}
			$posting->status = 'closed';
		}
		$row = $row ?? Ledger::inherit( $posting->id, $post->ID );
		if ( $row ) {
			$posting->dateModified = Time::instant( $row->modified );
			if ( ! $row->deleted && Json::write( $posting ) === $row->item ) {
				Ledger::turn( $row, $turns );
				return;
			}
			$modified = max( Clock::now(), $row->modified + 1, $row->deleted + 1 );
		} else {
			$modified = min( Clock::now(), get_post_timestamp( $post, 'modified' ) ?: Clock::now() );
		}
		$posting->dateModified = Time::instant( $modified );
		Ledger::write(
			array(
				'post_id'  => $post->ID,
				'id'       => $posting->id,
				'item'     => Json::write( $posting ),
				'modified' => $modified,
				'turns'    => $turns,
				'deleted'  => 0,
				'reason'   => '',
			)
		);
	}

	/**
	 * Makes a tombstone of a row, unless it is one.
	 *
	 * @param \stdClass|null $row    A row.
	 * @param string         $reason From the vocabulary `tombstone-reason`.
	 */
	private static function bury( ?\stdClass $row, string $reason ): void {
		if ( ! $row || $row->deleted ) {
			return;
		}
		Ledger::write(
			array(
				'post_id'  => $row->post_id,
				'id'       => $row->id,
				'item'     => '', // who was named in it is named no more
				'modified' => $row->modified,
				'turns'    => 0,
				'deleted'  => max( Clock::now(), $row->modified ),
				'reason'   => $reason,
			)
		);
	}

	/**
	 * When a posting is over by itself: from the first of these moments on one cannot apply (section 6, rules 3 and 4).
	 *
	 * @param \stdClass $posting The posting.
	 * @return int[]
	 */
	private static function ends( \stdClass $posting ): array {
		$ends = array();
		foreach ( array( $posting->applicationDeadline ?? null, $posting->validThrough ?? null ) as $end ) {
			if ( null !== $end ) {
				$ends[] = Time::ends_at( $end, Settings::time_zone() );
			}
		}
		return $ends;
	}

	/**
	 * Keeps what is wrong with a posting beside its post.
	 *
	 * @param int      $post_id The post.
	 * @param Notice[] $notices What was noticed.
	 */
	private static function keep_problems( int $post_id, array $notices ): void {
		if ( ! $notices ) {
			delete_post_meta( $post_id, self::PROBLEMS );
			return;
		}
		$list = array_map(
			static function ( Notice $notice ) {
				return (object) $notice->to_array();
			},
			$notices
		);
		update_post_meta( $post_id, self::PROBLEMS, wp_slash( Json::write( $list ) ) );
	}
}
