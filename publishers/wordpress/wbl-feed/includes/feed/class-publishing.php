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

	const CATCH_UP = 'wbl_feed_catch_up';

	/**
	 * Option that says how far all posts were read: the number of the last one, or `done`.
	 */
	const PROGRESS = 'wbl_feed_progress';

	/**
	 * Option that is another one each time when reading starts over.
	 */
	const ROUND = 'wbl_feed_round';

	/**
	 * Seconds after its end for which a posting stays in the feed as closed, so that people find out what became of it.
	 */
	const LINGERS = 90 * DAY_IN_SECONDS;

	/**
	 * Posts that changed in this request, as keys, by the number of their site in a network.
	 *
	 * @var array<int, array<int, true>>
	 */
	private static $changed = array();

	/**
	 * Hooks the ledger to all that changes a post.
	 */
	public static function register(): void {
		add_action( 'save_post', array( self::class, 'changed' ) );
		add_action( 'deleted_post', array( self::class, 'changed' ) );
		add_action( 'set_object_terms', array( self::class, 'terms_changed' ) );
		foreach ( array( 'added', 'updated', 'deleted' ) as $what ) {
			add_action( "{$what}_post_meta", array( self::class, 'meta_changed' ), 10, 3 );
		}
		add_action( 'transition_post_status', array( self::class, 'status_changed' ), 10, 3 );
		add_action( 'wp_after_insert_post', array( self::class, 'written' ), 100 );
		add_action( 'shutdown', array( self::class, 'refresh_changed' ) );
		foreach ( array( 'home', 'permalink_structure', 'timezone_string', 'gmt_offset' ) as $option ) {
			add_action( "update_option_$option", array( self::class, 'start_over' ) );
		}
		foreach ( array( 'edited_term', 'delete_term' ) as $hook ) {
			add_action( $hook, array( self::class, 'term_edited' ), 10, 3 );
		}
		add_action( self::CATCH_UP, array( self::class, 'catch_up' ), 10, 0 );
		add_action( \WblFeed\Plugin::NIGHTLY, array( self::class, 'nightly' ), 5 );
	}

	/**
	 * Remembers that a post changed.
	 *
	 * @param int $post_id A post of any type.
	 */
	public static function changed( $post_id ): void {
		self::$changed[ get_current_blog_id() ][ (int) $post_id ] = true;
	}

	/**
	 * Remembers that a post has other terms.
	 *
	 * @param int $post_id A post of any type.
	 */
	public static function terms_changed( $post_id ): void {
		if ( isset( Sources::all()[ get_post_type( $post_id ) ] ) ) {
			self::changed( $post_id );
		}
	}

	/**
	 * Reads all posts anew if a term was renamed or deleted that posts of a published type can have.
	 *
	 * @param int    $term_id  Not looked at.
	 * @param int    $tt_id    Not looked at.
	 * @param string $taxonomy Its taxonomy.
	 */
	public static function term_edited( $term_id, $tt_id, $taxonomy ): void {
		foreach ( array_keys( Sources::all() ) as $post_type ) {
			if ( is_object_in_taxonomy( $post_type, $taxonomy ) ) {
				self::start_over();
				return;
			}
		}
	}

	/**
	 * Remembers that a meta of a post changed, if the posting is read from it. Other plug-ins write metas of posts at each
	 * visit, such as how often they were seen.
	 *
	 * @param int|array $meta_id Not looked at.
	 * @param int       $post_id The post.
	 * @param string    $key     The meta key.
	 */
	public static function meta_changed( $meta_id, $post_id, $key ): void {
		$source = self::PROBLEMS === $key ? null : Sources::all()[ get_post_type( $post_id ) ] ?? null;
		if ( $source && ( in_array( $key, array( Ids::META, '_thumbnail_id' ), true ) || $source->reads( (string) $key ) ) ) {
			self::changed( $post_id );
		}
	}

	/**
	 * Remembers that the status of a post changed.
	 *
	 * @param string   $to   Not looked at.
	 * @param string   $from Not looked at.
	 * @param \WP_Post $post The post.
	 */
	public static function status_changed( $to, $from, $post ): void {
		self::changed( $post->ID );
	}

	/**
	 * A post was written with all that belongs to it.
	 *
	 * @param int $post_id The post.
	 */
	public static function written( $post_id ): void {
		if ( isset( self::$changed[ get_current_blog_id() ][ (int) $post_id ] ) ) {
			self::refresh( (int) $post_id );
		}
	}

	/**
	 * Refreshes what changed in this request and was not refreshed yet.
	 */
	public static function refresh_changed(): void {
		foreach ( self::$changed as $site => $posts ) {
			$elsewhere = get_current_blog_id() !== $site && switch_to_blog( $site );
			array_map( array( self::class, 'refresh' ), array_keys( $posts ) );
			if ( $elsewhere ) {
				restore_current_blog();
			}
		}
	}

	/**
	 * Brings the row of a post in line with the post. If the database falters, it is done later.
	 *
	 * @param int $post_id A post of any type, there or not.
	 */
	public static function refresh( int $post_id ): void {
		try {
			self::bring_in_line( $post_id );
		} catch ( Unreadable $failed ) {
			self::start_over();
		}
	}

	/**
	 * Brings the row of a post in line with the post.
	 *
	 * @param int $post_id A post of any type, there or not.
	 */
	private static function bring_in_line( int $post_id ): void {
		unset( self::$changed[ get_current_blog_id() ][ $post_id ] );
		$post = get_post( $post_id );
		if ( ! Settings::ready() || ( $post && self::is_public( $post ) && ! Sources::can_tell( $post ) ) ) {
			return; // nothing is gone because the set-up, or a plug-in that has the type or the terms, is missing for a while
		}
		$source = $post ? Sources::of( $post ) : null;
		$row = Ledger::row( $post_id );
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
	 * Reads all posts anew, from the first one on, as soon as there is time.
	 */
	public static function start_over(): void {
		update_option( self::ROUND, uniqid( '', true ), false ); // first, so that one who is reading sees it after each step
		update_option( self::PROGRESS, '0', false );
		if ( ! wp_next_scheduled( self::CATCH_UP ) ) {
			wp_schedule_single_event( time(), self::CATCH_UP );
		}
	}

	/**
	 * Reads posts that were not read since the last change of what concerns all of them.
	 *
	 * @param float $seconds How long it may take; the rest is done later.
	 * @return bool Whether all is done.
	 */
	public static function catch_up( float $seconds = 10.0 ): bool {
		$ends     = microtime( true ) + $seconds;
		$round    = self::round();
		$progress = get_option( self::PROGRESS );
		while ( 'done' !== $progress && Settings::ready() ) {
			try {
				$progress = self::read_some( (int) $progress, $ends );
			} catch ( Unreadable $failed ) {
				$ends = 0;
			}
			update_option( self::PROGRESS, $progress, false );
			wp_cache_supports( 'flush_runtime' ) && wp_cache_flush_runtime(); // thousands of posts do not fit in memory together
			if ( self::round() !== $round ) { // meanwhile another request has started over, and what was read may be out of date
				wp_cache_delete( 'alloptions', 'options' );
				$round    = self::round();
				$progress = '0';
				update_option( self::PROGRESS, $progress, false );
			}
			if ( 'done' !== $progress && microtime( true ) > $ends ) {
				wp_schedule_single_event( time() + 5, self::CATCH_UP );
				return false;
			}
		}
		return 'done' === $progress;
	}

	/**
	 * Reads the next posts.
	 *
	 * @param int   $after Posts up to this one were read.
	 * @param float $ends  When to stop, in seconds since 1970.
	 * @return string How far it came, as PROGRESS has it.
	 */
	private static function read_some( int $after, float $ends ): string {
		$numbers = self::posts_after( $after );
		if ( ! $numbers ) {
			array_map( array( self::class, 'bring_in_line' ), Ledger::orphans( array_keys( Sources::all() ) ) );
			return 'done';
		}
		foreach ( $numbers as $after ) {
			self::bring_in_line( $after );
			if ( microtime( true ) > $ends ) {
				break;
			}
		}
		return (string) $after;
	}

	/**
	 * What tells one start from another. It is asked of the database itself, since another request may have written it.
	 */
	private static function round(): string {
		global $wpdb;
		return (string) $wpdb->get_var( $wpdb->prepare( "SELECT option_value FROM {$wpdb->options} WHERE option_name = %s", self::ROUND ) ); // phpcs:ignore WordPress.DB.DirectDatabaseQuery
	}

	/**
	 * Once a day everything is looked at, in case another program changed the database behind WordPress.
	 */
	public static function nightly(): void {
		self::start_over();
		self::catch_up( 60.0 );
		self::settle();
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
				if ( $row && ! $row->deleted ) {
					self::write( $post, self::with_consent( Json::parse( $row->item ) ), $row ); // the posting as it was before the mistake stays
				}
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

	/**
	 * Numbers of the next posts of the published types, in every status.
	 *
	 * @param int $after Posts up to this one are passed over.
	 * @return int[]
	 */
	private static function posts_after( int $after ): array {
		global $wpdb;
		$types = array_keys( Sources::all() );
		$marks = implode( ', ', array_fill( 0, count( $types ), '%s' ) );
		// phpcs:ignore WordPress.DB -- WP_Query has no way to ask for what follows a number.
		return array_map( 'intval', $wpdb->get_col( $wpdb->prepare( "SELECT ID FROM {$wpdb->posts} WHERE ID > %d AND post_type IN ($marks) ORDER BY ID LIMIT 100", array_merge( array( $after ), $types ) ) ) );
	}
}
