<?php
/**
 * The feed as it is now, without its postings.
 *
 * @package WblFeed
 */

namespace WblFeed\Feed;

use WblFeed\Standard\Json;
use WblFeed\Standard\Time;

defined( 'ABSPATH' ) || exit;

/**
 * One state of the feed: its envelope, and where its pages begin. It is made once for each change and kept, so that asking
 * again costs two small queries.
 */
final class Edition {

	const OPTION = 'wbl_feed_edition';

	/**
	 * Option with the greatest `sequence` that the feed ever had.
	 */
	const NUMBER = 'wbl_feed_sequence';

	/**
	 * The envelope (section 4).
	 *
	 * @var \stdClass
	 */
	public $envelope;

	/**
	 * For each document of the feed: `after`, the post before its first one, and `digest`, 16 digits that its content gives.
	 *
	 * @var array[]
	 */
	public $pages = array();

	/**
	 * Newest change of anything in the envelope or the postings, in seconds since 1970.
	 *
	 * @var int
	 */
	public $modified = 0;

	/**
	 * When time alone will change the feed next; 0: never.
	 *
	 * @var int
	 */
	public $turns = 0;

	/**
	 * The edition of this moment.
	 */
	public static function current(): self {
		Publishing::settle();
		list( $state, $turns ) = Ledger::state();

		$settings = md5( (string) wp_json_encode( array( Settings::get(), Settings::time_zone(), Discovery::address( 'json' ), Envelope::language(), self::page_size(), WBL_FEED_VERSION ) ) );
		$kept     = get_option( self::OPTION );
		if ( ! is_array( $kept ) || $kept['state'] !== $state || $kept['settings'] !== $settings ) {
			$same = ! is_array( $kept ) || $kept['settings'] === $settings;
			$kept = self::make( (int) $state, is_array( $kept ) ? $kept : array() ) + array(
				'state'    => $state,
				'settings' => $settings,
				'set'      => $same ? ( $kept['set'] ?? 0 ) : Clock::now(),
			);
			update_option( self::OPTION, $kept, false );
		}
		$edition           = new self();
		$edition->envelope = Json::parse( $kept['envelope'] );
		$edition->pages    = $kept['pages'];
		$edition->modified = max( $kept['set'], $kept['modified'] );
		$edition->turns    = $turns;
		return $edition;
	}

	/**
	 * How many postings a document holds at most (section 9 asks for no fewer than 500).
	 */
	public static function page_size(): int {
		/**
		 * Filters how many postings a document of the feed holds.
		 *
		 * @param int $size Number of postings.
		 */
		return max( 1, (int) apply_filters( 'wbl_feed_page_size', 500 ) );
	}

	/**
	 * What an edition is made of. All postings are read once, a few at a time.
	 *
	 * @param int   $written Greatest number of a row.
	 * @param array $before  The edition before; empty if there is none.
	 */
	private static function make( int $written, array $before ): array {
		$tombstones = Ledger::tombstones();
		$whole      = hash_init( 'sha256' );
		$pages      = array();
		$size       = self::page_size();
		$total      = 0;
		$after      = 0;
		hash_update( $whole, '{"items":[' );
		foreach ( Ledger::live() as $row ) {
			if ( 0 === $total % $size ) {
				$pages[] = array(
					'after' => $after,
					'hash'  => hash_init( 'sha256' ),
				);
			}
			$item = Json::canonical( $row->item );
			hash_update( $whole, ( $total ? ',' : '' ) . $item );
			hash_update( $pages[ count( $pages ) - 1 ]['hash'], $item . "\n" );
			$after = $row->post_id;
			++$total;
		}
		hash_update( $whole, '],"tombstones":' . Json::canonical( Json::write( $tombstones ) ) . '}' );
		foreach ( $pages as &$page ) {
			$page['digest'] = substr( hash_final( $page['hash'] ), 0, 16 );
			unset( $page['hash'] );
		}
		unset( $page );
		$modified = Ledger::modified();
		$modified = $modified ? $modified : (int) Settings::get()['started'];
		$sequence = (int) get_option( self::NUMBER );
		$envelope = Envelope::of( $sequence, $total, 'sha-256:' . hash_final( $whole ), $modified, $tombstones, self::addresses( $pages ) );
		$content  = self::content( $envelope );
		if ( ( $before['content'] ?? '' ) === $content ) {
			$modified = $before['modified'];
		} else {
			if ( $before && $modified <= $before['modified'] ) {
				$modified = max( $before['modified'], Clock::now() ); // what is not of the ledger has changed, such as the licence
			}
			$sequence = max( $written, $sequence + 1 );
			update_option( self::NUMBER, $sequence, false );
		}
		$envelope->sequence     = $sequence;
		$envelope->dateModified = Time::instant( $modified ); // phpcs:ignore WordPress.NamingConventions.ValidVariableName
		return array(
			'envelope' => Json::write( $envelope ),
			'content'  => $content,
			'pages'    => $pages,
			'modified' => $modified,
		);
	}

	/**
	 * A hash of what the feed says: all members but those that say how and when it is served.
	 *
	 * @param \stdClass $envelope The envelope.
	 */
	private static function content( \stdClass $envelope ): string {
		$members = get_object_vars( $envelope );
		unset( $members['sequence'], $members['dateModified'], $members['specVersion'], $members['completeness'], $members['pages'], $members['ttl'] );
		return md5( Json::write( (object) $members ) );
	}

	/**
	 * Addresses of the pages after the first document, from the root of the site so that they mean the same wherever the
	 * document was read.
	 *
	 * @param array[] $pages The pages, the first document among them.
	 * @return string[]
	 */
	private static function addresses( array $pages ): array {
		$addresses = array();
		foreach ( array_slice( $pages, 1 ) as $index => $page ) {
			$addresses[] = Discovery::from_root( Discovery::address( sprintf( 'page-%d-%s', $index + 2, $page['digest'] ) ) );
		}
		return $addresses;
	}
}
