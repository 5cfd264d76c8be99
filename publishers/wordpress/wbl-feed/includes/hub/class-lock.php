<?php
/**
 * Keeps several visitors from asking at the same time.
 *
 * @package WblFeed
 */

namespace WblFeed\Hub;

defined( 'ABSPATH' ) || exit;

/**
 * A row of the options table that only one request can insert, as WordPress itself does it for its updates
 * (WP_Upgrader::create_lock). add_option() would not do: of two requests both may believe that they added it.
 */
final class Lock {

	/** Seconds after which a lock is one that a request left behind which broke off. */
	const BROKEN = 30;

	/** @var string */
	private $name;

	public function __construct( string $name ) {
		$this->name = $name . '_lock';
	}

	/** Whether it is ours now. */
	public function take(): bool {
		global $wpdb;
		$now = time();
		// phpcs:disable WordPress.DB.DirectDatabaseQuery -- a cache cannot tell who was first.
		$wpdb->query( $wpdb->prepare( "DELETE FROM $wpdb->options WHERE option_name = %s AND option_value < %s", $this->name, (string) ( $now - self::BROKEN ) ) );
		return (bool) $wpdb->query( $wpdb->prepare( "INSERT IGNORE INTO $wpdb->options ( option_name, option_value, autoload ) VALUES ( %s, %s, 'no' )", $this->name, (string) $now ) );
		// phpcs:enable
	}

	/** Gives it back. */
	public function release(): void {
		delete_option( $this->name );
	}
}
