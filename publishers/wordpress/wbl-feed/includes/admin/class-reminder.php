<?php
/**
 * The nightly reminder.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Feed\Clock;
use WblFeed\Feed\Settings;
use WblFeed\Plugin;

/**
 * Mails one list of the postings that need a look: at most once a day, and only when the list is another one than last time
 * or a week has passed. It has titles and links, and nothing about persons.
 */
final class Reminder {

	/** Option: when the last reminder was sent, and the hash of its list. */
	const SENT = 'wbl_feed_reminded';

	/** Seconds between two reminders: of different lists, and of the same one. A run may be some minutes early. */
	const DAY  = DAY_IN_SECONDS - HOUR_IN_SECONDS;
	const WEEK = WEEK_IN_SECONDS - HOUR_IN_SECONDS;

	/** Postings that are named for each reason at most. */
	const MOST = 50;

	/**
	 * Hooks the reminder into the nightly run, after the feed was brought up to date.
	 *
	 * @return void
	 */
	public static function register(): void {
		add_action( Plugin::NIGHTLY, array( self::class, 'remind' ), 20 );
	}

	/**
	 * Sends the reminder, if one is due.
	 *
	 * @return void
	 */
	public static function remind(): void {
		$reminder = Settings::get()['reminder'];
		if ( ! Settings::ready() || ! is_email( $reminder['email'] ) ) {
			return;
		}
		$found = self::found( (int) $reminder['days'] );
		if ( ! $found ) {
			delete_option( self::SENT );
			return;
		}
		$list = md5( (string) wp_json_encode( array_map( array( self::class, 'numbers' ), $found ) ) );
		if ( ! self::is_due( $list ) ) {
			return;
		}
		if ( wp_mail( $reminder['email'], self::subject( $found ), self::text( $found, (int) $reminder['days'] ) ) ) {
			update_option(
				self::SENT,
				array(
					'at'   => Clock::now(),
					'list' => $list,
				),
				false
			);
		}
	}

	/**
	 * The postings that need a look, by reason; a reason without any is left out.
	 *
	 * @param int $days After how many days a posting ought to be verified again.
	 * @return array<string, \WP_Query>
	 */
	private static function found( int $days ): array {
		$found = array();
		foreach ( array_keys( Attention::reasons( $days ) ) as $reason ) {
			$query = Attention::query( $reason, $days, self::MOST );
			if ( $query->posts ) {
				$found[ $reason ] = $query;
			}
		}
		return $found;
	}

	/**
	 * The numbers of the posts that were found, and of how many there are.
	 *
	 * @param \WP_Query $query What was found.
	 * @return int[]
	 */
	private static function numbers( \WP_Query $query ): array {
		return array_merge( array( (int) $query->found_posts ), wp_list_pluck( $query->posts, 'ID' ) );
	}

	/**
	 * Whether a reminder of this list is due.
	 *
	 * @param string $hash Hash of the list.
	 */
	private static function is_due( string $hash ): bool {
		$sent = get_option( self::SENT );
		if ( ! is_array( $sent ) ) {
			return true;
		}
		return Clock::now() - $sent['at'] >= ( $hash === $sent['list'] ? self::WEEK : self::DAY );
	}

	/**
	 * The subject: how many postings, each counted once.
	 *
	 * @param array<string, \WP_Query> $found By reason.
	 */
	private static function subject( array $found ): string {
		$ids = array();
		foreach ( $found as $query ) {
			$ids = array_merge( $ids, wp_list_pluck( $query->posts, 'ID' ) );
		}
		$count = count( array_unique( $ids ) );
		/* translators: 1: name of the site, 2: number of postings. */
		return sprintf( _n( '[%1$s] %2$s posting needs a look', '[%1$s] %2$s postings need a look', $count, 'wbl-feed' ), wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES ), number_format_i18n( $count ) );
	}

	/**
	 * The text of the mail.
	 *
	 * @param array<string, \WP_Query> $found By reason.
	 * @param int                      $days  After how many days a posting ought to be verified again.
	 */
	private static function text( array $found, int $days ): string {
		$lines = array();
		foreach ( Attention::reasons( $days ) as $reason => $name ) {
			if ( ! isset( $found[ $reason ] ) ) {
				continue;
			}
			$lines[] = sprintf( '%s (%s)', $name, number_format_i18n( $found[ $reason ]->found_posts ) );
			foreach ( $found[ $reason ]->posts as $post ) {
				$lines[] = '- ' . Problems::title( $post );
				// get_edit_post_link() gives nothing where nobody is logged in.
				$lines[] = '  ' . admin_url( "post.php?post={$post->ID}&action=edit" );
			}
			if ( $found[ $reason ]->found_posts > self::MOST ) {
				/* translators: %s: number of postings. */
				$lines[] = sprintf( __( 'The first %s are listed.', 'wbl-feed' ), number_format_i18n( self::MOST ) );
			}
			$lines[] = '';
		}
		$lines[] = __( 'Mark postings as verified, or close them, several at once:', 'wbl-feed' );
		$lines[] = admin_url( 'edit.php?post_type=wbl_posting' );
		$lines[] = '';
		$lines[] = __( 'To change or stop these reminders:', 'wbl-feed' );
		$lines[] = Setup_Screen::address();
		return implode( "\n", $lines ) . "\n";
	}
}
