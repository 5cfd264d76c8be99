<?php
/**
 * The documents that others fetch.
 *
 * @package WblFeed
 */

namespace WblFeed\Feed;

use WblFeed\Standard\Atom;
use WblFeed\Standard\Json;

defined( 'ABSPATH' ) || exit;

/**
 * Writes each document to the output, posting by posting, as the ledger gives them.
 */
final class Documents {

	const JSON = 'application/vnd.wbl-feed+json';
	const ATOM = 'application/atom+xml';

	/**
	 * The document of a name, or null if there is none.
	 *
	 * @param string $name `json`, `atom`, `catalog`, or `page-` with number and digest.
	 */
	public static function named( string $name ): ?Document {
		if ( 'catalog' === $name ) {
			$text = Json::write( Discovery::catalog() );
			return new Document(
				self::JSON,
				hash( 'sha256', $text ),
				0,
				0,
				static function () use ( $text ) {
					echo $text; // phpcs:ignore WordPress.Security.EscapeOutput -- JSON of its own media type.
				}
			);
		}
		$edition = Edition::current();
		$of_all  = hash( 'sha256', $name . WBL_FEED_VERSION . Json::write( $edition->envelope ) );
		if ( 'json' === $name ) {
			return new Document(
				self::JSON,
				$of_all,
				$edition->modified,
				$edition->turns,
				static function () use ( $edition ) {
					self::write_json( $edition->envelope, 0 );
				}
			);
		}
		if ( 'atom' === $name ) {
			return new Document(
				self::ATOM,
				$of_all,
				$edition->modified,
				$edition->turns,
				static function () use ( $edition ) {
					self::write_atom( $edition->envelope );
				}
			);
		}
		foreach ( array_slice( $edition->pages, 1 ) as $index => $page ) {
			if ( sprintf( 'page-%d-%s', $index + 2, $page['digest'] ) === $name ) {
				$head = (object) array(
					'type'        => 'DataFeedPage',
					'specVersion' => $edition->envelope->specVersion, // phpcs:ignore WordPress.NamingConventions.ValidVariableName
					'feed'        => $edition->envelope->id,
				);
				return new Document(
					self::JSON,
					$page['digest'],
					0,
					0,
					static function () use ( $head, $page ) {
						self::write_json( $head, $page['after'] );
					}
				);
			}
		}
		return null;
	}

	/**
	 * Writes a JSON document.
	 *
	 * @param \stdClass $head  All members but `items`.
	 * @param int       $after The post before its first one.
	 */
	private static function write_json( \stdClass $head, int $after ): void {
		echo substr( Json::write( $head ), 0, -1 ), ',"items":['; // phpcs:ignore WordPress.Security.EscapeOutput
		$between = "\n";
		foreach ( Ledger::live( $after, Edition::page_size() ) as $row ) {
			echo $between, $row->item; // phpcs:ignore WordPress.Security.EscapeOutput
			$between = ",\n";
		}
		echo "\n]}\n";
	}

	/**
	 * Writes the Atom form (section 14).
	 *
	 * @param \stdClass $envelope The envelope.
	 */
	private static function write_atom( \stdClass $envelope ): void {
		// phpcs:disable WordPress.Security.EscapeOutput -- Standard\Atom escapes.
		echo Atom::head( $envelope, Discovery::address( 'atom' ) );
		foreach ( Ledger::live( 0, Edition::page_size() ) as $row ) {
			echo Atom::entry( $row->item, Json::parse( $row->item ), $envelope );
		}
		echo Atom::foot();
		// phpcs:enable
	}
}
