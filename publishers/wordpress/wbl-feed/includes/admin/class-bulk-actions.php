<?php
/**
 * What is done with several postings at once.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Feed\Clock;
use WblFeed\Feed\Settings;
use WblFeed\Source\Own_Postings;
use WblFeed\Source\Posting_Type;
use WblFeed\Standard\Json;
use WblFeed\Standard\Time;

/**
 * Close, mark as filled, reopen, mark as verified today.
 *
 * WordPress checks the request's nonce before it comes here; whether the person may edit each posting is asked here.
 */
final class Bulk_Actions {

	/** The status that an action sets; `wbl_verify` sets none. */
	const STATUS = array(
		'wbl_close'  => 'closed',
		'wbl_fill'   => 'filled',
		'wbl_reopen' => 'open',
		'wbl_verify' => '',
	);

	/** Parameters of the address that tell what was done. */
	const TOLD = array( 'wbl_action', 'wbl_done', 'wbl_same', 'wbl_forbidden' );

	/**
	 * Hooks the actions into WordPress.
	 *
	 * @return void
	 */
	public static function register(): void {
		add_filter( 'bulk_actions-edit-wbl_posting', array( self::class, 'names' ) );
		add_filter( 'handle_bulk_actions-edit-wbl_posting', array( self::class, 'take' ), 10, 3 );
		add_filter( 'removable_query_args', array( self::class, 'removable' ) );
		add_action( 'admin_notices', array( self::class, 'show' ) );
	}

	/**
	 * Adds the actions to the list's menu, but not to that of the trash.
	 *
	 * @param string[] $actions Name by action.
	 * @return string[]
	 */
	public static function names( $actions ) {
		if ( isset( $actions['untrash'] ) ) {
			return $actions;
		}
		return array_merge(
			array(
				'wbl_verify' => __( 'Mark as verified today', 'wbl-feed' ),
				'wbl_close'  => __( 'Close', 'wbl-feed' ),
				'wbl_fill'   => __( 'Mark as filled', 'wbl-feed' ),
				'wbl_reopen' => __( 'Reopen', 'wbl-feed' ),
			),
			$actions
		);
	}

	/**
	 * Carries an action out.
	 *
	 * @param string $address  Where the person is sent afterwards.
	 * @param string $action   The action.
	 * @param int[]  $post_ids The postings.
	 * @return string The address, with what is told there.
	 */
	public static function take( $address, $action, $post_ids ) {
		if ( ! isset( self::STATUS[ $action ] ) ) {
			return $address;
		}
		$counts = array(
			'done'      => 0,
			'same'      => 0,
			'forbidden' => 0,
		);
		foreach ( array_map( 'intval', (array) $post_ids ) as $post_id ) {
			if ( Posting_Type::NAME !== get_post_type( $post_id ) || ! current_user_can( 'edit_post', $post_id ) ) {
				++$counts['forbidden'];
			} elseif ( 'trash' !== get_post_status( $post_id ) ) {
				++$counts[ self::change( $post_id, $action ) ? 'done' : 'same' ];
			}
		}
		return add_query_arg(
			array(
				'wbl_action'    => $action,
				'wbl_done'      => $counts['done'],
				'wbl_same'      => $counts['same'],
				'wbl_forbidden' => $counts['forbidden'],
			),
			$address
		);
	}

	/**
	 * Changes one posting.
	 *
	 * @param int    $post_id The posting.
	 * @param string $action  The action.
	 * @return bool Whether anything was to be changed.
	 */
	private static function change( int $post_id, string $action ): bool {
		$before = Own_Postings::posting( $post_id );
		$after  = 'wbl_verify' === $action
			? Json::with( $before, '/lastVerified', Time::day( Clock::now(), Settings::time_zone() ) )
			: Json::with( $before, '/status', self::STATUS[ $action ] );
		if ( Json::write( $before ) === Json::write( $after ) ) {
			return false;
		}
		Own_Postings::store( $post_id, $after );
		return true;
	}

	/**
	 * Takes our parameters out of the address once the notice was shown.
	 *
	 * @param string[] $names Names of parameters.
	 * @return string[]
	 */
	public static function removable( $names ) {
		return array_merge( $names, self::TOLD );
	}

	/**
	 * Prints what was done, on the list alone.
	 *
	 * @return void
	 */
	public static function show(): void {
		$screen = get_current_screen();
		// phpcs:disable WordPress.Security.NonceVerification.Recommended -- numbers in a sentence; nothing is changed.
		$action = isset( $_GET['wbl_action'] ) && is_string( $_GET['wbl_action'] ) ? sanitize_key( $_GET['wbl_action'] ) : '';
		if ( ! $screen || 'edit-wbl_posting' !== $screen->id || ! isset( self::STATUS[ $action ] ) ) {
			return;
		}
		$count = static function ( string $name ): int {
			return isset( $_GET[ $name ] ) && is_string( $_GET[ $name ] ) ? absint( $_GET[ $name ] ) : 0;
		};
		$parts = array( self::done( $action, $count( 'wbl_done' ) ) );
		if ( $count( 'wbl_same' ) ) {
			/* translators: %s: number of postings. It follows what was done, as in "3 postings closed, 1 already was". */
			$parts[] = sprintf( _n( '%s already was', '%s already were', $count( 'wbl_same' ), 'wbl-feed' ), number_format_i18n( $count( 'wbl_same' ) ) );
		}
		if ( $count( 'wbl_forbidden' ) ) {
			/* translators: %s: number of postings. It follows what was done, as in "3 postings closed, 2 you may not edit". */
			$parts[] = sprintf( _n( '%s you may not edit', '%s you may not edit', $count( 'wbl_forbidden' ), 'wbl-feed' ), number_format_i18n( $count( 'wbl_forbidden' ) ) );
		}
		// phpcs:enable
		printf(
			'<div class="notice notice-%s is-dismissible"><p>%s</p></div>',
			$count( 'wbl_forbidden' ) ? 'warning' : 'success',
			esc_html( implode( ', ', $parts ) . '.' )
		);
		if ( isset( $_SERVER['REQUEST_URI'] ) ) {
			// As edit.php does with its own: the next action comes back to this address, and would be told after this one.
			$_SERVER['REQUEST_URI'] = remove_query_arg( self::TOLD, $_SERVER['REQUEST_URI'] ); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- an address stays an address.
		}
	}

	/**
	 * How many were changed, in words.
	 *
	 * @param string $action The action.
	 * @param int    $count  How many.
	 */
	private static function done( string $action, int $count ): string {
		switch ( $action ) {
			case 'wbl_close':
				/* translators: %s: number of postings. */
				$text = _n( '%s posting closed', '%s postings closed', $count, 'wbl-feed' );
				break;
			case 'wbl_fill':
				/* translators: %s: number of postings. */
				$text = _n( '%s posting marked as filled', '%s postings marked as filled', $count, 'wbl-feed' );
				break;
			case 'wbl_reopen':
				/* translators: %s: number of postings. */
				$text = _n( '%s posting reopened', '%s postings reopened', $count, 'wbl-feed' );
				break;
			default:
				/* translators: %s: number of postings. */
				$text = _n( '%s posting marked as verified today', '%s postings marked as verified today', $count, 'wbl-feed' );
		}
		return sprintf( $text, number_format_i18n( $count ) );
	}
}
