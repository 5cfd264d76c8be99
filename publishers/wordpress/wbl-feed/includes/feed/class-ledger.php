<?php
/**
 * What the feed says of each post.
 *
 * @package WblFeed
 */

namespace WblFeed\Feed;

defined( 'ABSPATH' ) || exit;

/**
 * The ledger: one row for each post that ever was in the feed. The feed is written from it alone.
 *
 * A row that is written gets a new `sequence`, so that the feed's own number grows with each change (section 4.2). `item` is the
 * posting as published, in the text of Standard\Json::write, and empty when it is gone. Moments are seconds since
 * 1970. `turns` is when time alone changes the row; `deleted` is 0 while the posting is in the feed. `written` is when the
 * row was: a posting may be older than its place in the feed.
 *
 * phpcs:disable WordPress.DB.DirectDatabaseQuery -- the table is ours, and WordPress has no other way to it.
 */
final class Ledger {

	/**
	 * Rows that are read at once, so that a long feed needs no more memory than a short one.
	 */
	const CHUNK = 100;

	/**
	 * Seconds for which a tombstone is kept at least (section 8.1 asks for 90 days).
	 */
	const REMEMBERS = 400 * DAY_IN_SECONDS;

	const SINCE = 'wbl_feed_tombstones_since';

	/**
	 * Name of the table.
	 */
	public static function table(): string {
		global $wpdb;
		return $wpdb->prefix . 'wbl_ledger';
	}

	/**
	 * Lets the table go with the site, where one of a network is deleted.
	 *
	 * @param string[] $tables Tables of that site.
	 */
	public static function with_site( $tables ): array {
		$tables[] = self::table();
		return $tables;
	}

	/**
	 * Makes the table.
	 */
	public static function create(): void {
		global $wpdb;
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';
		$table = self::table();
		dbDelta(
			"CREATE TABLE $table (
  sequence bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  post_id bigint(20) unsigned NOT NULL,
  id text NOT NULL,
  item longtext NOT NULL,
  modified bigint(20) NOT NULL,
  turns bigint(20) NOT NULL DEFAULT 0,
  deleted bigint(20) NOT NULL DEFAULT 0,
  written bigint(20) NOT NULL,
  reason varchar(20) NOT NULL DEFAULT '',
  PRIMARY KEY  (sequence),
  UNIQUE KEY post_id (post_id),
  KEY id (id(191)),
  KEY deleted (deleted,post_id),
  KEY turns (turns)
) {$wpdb->get_charset_collate()};"
		);
	}

	/**
	 * What a query gave, if it did not fail. A table that is missing, as after a site was moved without it, is made anew: then all
	 * posts are read again, and deletions are remembered from now on.
	 *
	 * @param mixed $result What `$wpdb` gave.
	 * @throws Unreadable If it failed.
	 * @return mixed
	 */
	private static function sure( $result ) {
		global $wpdb;
		if ( '' === $wpdb->last_error ) {
			return $result;
		}
		$message = $wpdb->last_error;
		if ( null === $wpdb->get_var( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( self::table() ) ) ) && '' === $wpdb->last_error ) {
			self::create();
			update_option( self::SINCE, Clock::now(), false );
			delete_option( Edition::OPTION );
			Catch_Up::start_over();
		}
		throw new Unreadable( esc_html( $message ) );
	}

	/**
	 * The row of a post for those who show it: null as well if the database falters.
	 *
	 * @param int $post_id A post.
	 */
	public static function shown( int $post_id ): ?\stdClass {
		try {
			return self::row( $post_id );
		} catch ( Unreadable $failed ) {
			return null;
		}
	}

	/**
	 * The row of a post, or null.
	 *
	 * @param int $post_id A post.
	 */
	public static function row( int $post_id ): ?\stdClass {
		global $wpdb;
		// phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared -- the name of the table.
		return self::typed( self::sure( $wpdb->get_row( $wpdb->prepare( 'SELECT * FROM ' . self::table() . ' WHERE post_id = %d', $post_id ) ) ) );
	}

	/**
	 * The row of a post that is there no more and whose posting bore an id. It is taken away: the id goes on with another
	 * post, and an id with a tombstone is not in the feed as well (section 8.5).
	 *
	 * @param string $id      The id.
	 * @param int    $post_id The post that bears it now.
	 */
	public static function inherit( string $id, int $post_id ): ?\stdClass {
		global $wpdb;
		$table = self::table();
		// phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared
		foreach ( self::sure( $wpdb->get_results( $wpdb->prepare( "SELECT * FROM $table WHERE id = %s AND post_id <> %d", $id, $post_id ) ) ) as $row ) {
			if ( $row->id === $id ) { // a database takes letters of either case for the same
				$wpdb->delete( $table, array( 'post_id' => $row->post_id ) );
				return self::typed( $row );
			}
		}
		return null;
	}

	/**
	 * Writes the row of a post, in place of the one it had.
	 *
	 * @param array $row All columns but `sequence` and `written`.
	 */
	public static function write( array $row ): void {
		global $wpdb;
		$wpdb->replace( self::table(), $row + array( 'written' => Clock::now() ) );
		self::forget_old();
	}

	/**
	 * Keeps when time will change a row, which may move without the posting, as in another time zone.
	 *
	 * @param \stdClass $row   The row.
	 * @param int       $turns The moment; 0: never.
	 */
	public static function turn( \stdClass $row, int $turns ): void {
		global $wpdb;
		if ( $turns !== $row->turns ) {
			$wpdb->update( self::table(), array( 'turns' => $turns ), array( 'post_id' => $row->post_id ) );
		}
	}

	/**
	 * Posts of the feed, each as its row, in the order of their numbers.
	 *
	 * @param int $after Posts up to this one are passed over.
	 * @param int $most  How many rows at most.
	 */
	public static function live( int $after = 0, int $most = PHP_INT_MAX ): \Generator {
		global $wpdb;
		$query = 'SELECT * FROM ' . self::table() . ' WHERE deleted = 0 AND post_id > %d ORDER BY post_id LIMIT %d';
		while ( $most > 0 ) {
			$wanted = min( self::CHUNK, $most );
			$rows   = self::sure( $wpdb->get_results( $wpdb->prepare( $query, $after, $wanted ) ) ); // phpcs:ignore WordPress.DB.PreparedSQL.NotPrepared
			foreach ( $rows as $row ) {
				$row   = self::typed( $row );
				$after = $row->post_id;
				yield $row;
			}
			if ( count( $rows ) < $wanted ) {
				return;
			}
			$most -= $wanted;
		}
	}

	/**
	 * Tombstones of what is gone (section 4.3), the latest first.
	 *
	 * @return \stdClass[]
	 */
	public static function tombstones(): array {
		global $wpdb;
		$rows = self::sure( $wpdb->get_results( 'SELECT id, deleted, reason FROM ' . self::table() . ' WHERE deleted > 0 ORDER BY deleted DESC, sequence DESC' ) );
		return array_map(
			static function ( $row ) {
				return (object) array(
					'id'          => $row->id,
					'dateDeleted' => \WblFeed\Standard\Time::instant( (int) $row->deleted ),
					'reason'      => $row->reason,
				);
			},
			$rows
		);
	}

	/**
	 * What tells one state of the ledger from another, and when time will next change a row (0: never). Of two rows that are
	 * written at once, the one with the smaller number may come last, so that the greatest number does not tell.
	 *
	 * @return array{0: string, 1: int}
	 */
	public static function state(): array {
		global $wpdb;
		$table = self::table();
		return array(
			implode( ' ', (array) self::sure( $wpdb->get_row( "SELECT MAX(sequence), COUNT(*), SUM(sequence) FROM $table", ARRAY_N ) ) ), // phpcs:ignore WordPress.DB.PreparedSQL
			(int) self::sure( $wpdb->get_var( "SELECT MIN(turns) FROM $table WHERE turns > 0" ) ), // phpcs:ignore WordPress.DB.PreparedSQL
		);
	}

	/**
	 * The newest change of any row; 0: there is none.
	 */
	public static function modified(): int {
		global $wpdb;
		$table = self::table();
		return (int) max( self::sure( $wpdb->get_row( "SELECT MAX(written), MAX(modified), MAX(deleted) FROM $table", ARRAY_N ) ) ); // phpcs:ignore WordPress.DB.PreparedSQL
	}

	/**
	 * Posts whose rows time has changed by now.
	 *
	 * @param int $now The present moment.
	 * @return int[]
	 */
	public static function due( int $now ): array {
		global $wpdb;
		// phpcs:ignore WordPress.DB.PreparedSQL.NotPrepared -- the name of the table.
		return array_map( 'intval', self::sure( $wpdb->get_col( $wpdb->prepare( 'SELECT post_id FROM ' . self::table() . ' WHERE turns > 0 AND turns <= %d ORDER BY turns LIMIT 1000', $now ) ) ) );
	}

	/**
	 * Posts that are in the feed although they are there no more, or are of no post type that is published.
	 *
	 * @param string[] $post_types Those that are published.
	 * @return int[]
	 */
	public static function orphans( array $post_types ): array {
		global $wpdb;
		$known = implode( ', ', array_fill( 0, count( $post_types ) + 1, '%s' ) );
		$query = 'SELECT l.post_id FROM ' . self::table() . " l LEFT JOIN {$wpdb->posts} p ON p.ID = l.post_id AND p.post_type IN ($known) WHERE l.deleted = 0 AND p.ID IS NULL";
		return array_map( 'intval', self::sure( $wpdb->get_col( $wpdb->prepare( $query, array_merge( array( '' ), $post_types ) ) ) ) ); // phpcs:ignore WordPress.DB.PreparedSQL
	}

	/**
	 * From when on each deletion has a tombstone (section 8.1, rule 2).
	 */
	public static function since(): int {
		return max( (int) get_option( self::SINCE ), (int) Settings::get()['started'] );
	}

	/**
	 * Drops tombstones that are old. It is done together with a change, which gives the feed a new sequence anyway, and
	 * the promise about tombstones moves first.
	 */
	private static function forget_old(): void {
		global $wpdb;
		$before = Clock::now() - self::REMEMBERS;
		$table  = self::table();
		// phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared
		if ( $wpdb->get_var( $wpdb->prepare( "SELECT 1 FROM $table WHERE deleted > 0 AND deleted < %d LIMIT 1", $before ) ) ) {
			update_option( self::SINCE, $before, false );
			// phpcs:ignore WordPress.DB.PreparedSQL.InterpolatedNotPrepared
			$wpdb->query( $wpdb->prepare( "DELETE FROM $table WHERE deleted > 0 AND deleted < %d", $before ) );
		}
	}

	/**
	 * A row with numbers where the database gives digits.
	 *
	 * @param \stdClass|null $row A row.
	 */
	private static function typed( ?\stdClass $row ): ?\stdClass {
		foreach ( array( 'sequence', 'post_id', 'modified', 'turns', 'deleted', 'written' ) as $column ) {
			if ( $row ) {
				$row->$column = (int) $row->$column;
			}
		}
		return $row;
	}
}
