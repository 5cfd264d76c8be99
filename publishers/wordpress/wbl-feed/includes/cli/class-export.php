<?php
/**
 * The feed as one document.
 *
 * @package WblFeed
 */

namespace WblFeed\Cli;

use WblFeed\Feed\Discovery;
use WblFeed\Feed\Envelope;
use WblFeed\Feed\Ledger;
use WblFeed\Standard\Atom;
use WblFeed\Standard\Columns;
use WblFeed\Standard\Json;

defined( 'ABSPATH' ) || exit;

/**
 * Writes all postings, however many, posting by posting. The documents that are served have pages; this one has none.
 */
final class Export {

	/**
	 * Writes the feed.
	 *
	 * @param string $file   Empty: to standard output. A file is only replaced by a whole one.
	 * @param string $format json, atom or csv.
	 * @throws \RuntimeException If the file cannot be written.
	 * @return array Number of postings; and what the format cannot hold, as Columns::write() gives it.
	 */
	public static function to( string $file, string $format ): array {
		$part   = '' === $file ? 'php://stdout' : $file . '.part';
		$stream = @fopen( $part, 'wb' ); // phpcs:ignore -- the command line writes where it is told; a failure is told below.
		if ( ! $stream ) {
			throw new \RuntimeException( "$file cannot be written." );
		}
		$envelope = Envelope::current();
		unset( $envelope->pages );
		$envelope->completeness = 'complete';
		$left_out               = array();
		if ( 'csv' === $format ) {
			$left_out = Columns::write( self::postings(), $stream );
		} elseif ( 'atom' === $format ) {
			fwrite( $stream, Atom::head( $envelope, Discovery::address( 'atom' ) ) );
			foreach ( Ledger::live() as $row ) {
				fwrite( $stream, Atom::entry( $row->item, Json::parse( $row->item ), $envelope ) );
			}
			fwrite( $stream, Atom::foot() );
		} else {
			fwrite( $stream, substr( Json::write( $envelope ), 0, -1 ) . ',"items":[' );
			$between = "\n";
			foreach ( Ledger::live() as $row ) {
				fwrite( $stream, $between . $row->item );
				$between = ",\n";
			}
			fwrite( $stream, "\n]}\n" );
		}
		$whole = fclose( $stream ); // A full disk may show only now.
		// phpcs:ignore WordPress.WP.AlternativeFunctions -- WP_Filesystem is for the dashboard.
		if ( '' !== $file && ! ( $whole && rename( $part, $file ) ) ) {
			throw new \RuntimeException( "$file cannot be written." );
		}
		return array( $envelope->totalItems, $left_out );
	}

	/**
	 * @return \Generator<\stdClass>
	 */
	private static function postings(): \Generator {
		foreach ( Ledger::live() as $row ) {
			yield Json::parse( $row->item );
		}
	}
}
