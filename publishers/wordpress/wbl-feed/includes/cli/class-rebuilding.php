<?php
/**
 * Reading all posts anew, step by step.
 *
 * @package WblFeed
 */

namespace WblFeed\Cli;

use WblFeed\Feed\Catch_Up;
use WblFeed\Feed\Envelope;
use WblFeed\Source\Sources;

defined( 'ABSPATH' ) || exit;

/**
 * Lets Publishing catch up, and knows how far it has come.
 */
final class Rebuilding {

	/** Seconds of a step. */
	const SECONDS = 1.0;

	/** @var int[] All posts of the types that are published, in the order in which they are read. */
	private $posts;

	/** @var int How many of them were read. */
	private $read = 0;

	/** @var bool */
	private $done = false;

	public function __construct() {
		global $wpdb;
		$types = array_keys( Sources::all() );
		$marks = implode( ', ', array_fill( 0, count( $types ), '%s' ) );
		// phpcs:ignore WordPress.DB -- in every status, as Publishing reads them.
		$this->posts = array_map( 'intval', $wpdb->get_col( $wpdb->prepare( "SELECT ID FROM {$wpdb->posts} WHERE post_type IN ($marks) ORDER BY ID", $types ) ) );
		Catch_Up::start_over();
	}

	/** Number of posts. */
	public function total(): int {
		return count( $this->posts );
	}

	/** Whether there is more to read. */
	public function goes_on(): bool {
		return ! $this->done;
	}

	/** Reads some posts; gives how many. */
	public function step(): int {
		$this->done = Catch_Up::run( self::SECONDS );
		$last       = (int) get_option( Catch_Up::PROGRESS );
		$before     = $this->read;
		while ( $this->read < count( $this->posts ) && ( $this->done || $this->posts[ $this->read ] <= $last ) ) {
			++$this->read;
		}
		return $this->read - $before;
	}

	/** Number of postings in the feed. */
	public static function live(): int {
		return Envelope::current()->totalItems; // phpcs:ignore WordPress.NamingConventions.ValidVariableName
	}
}
