<?php
/**
 * What became of the feed.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Editor\Explanations;
use WblFeed\Feed\Catch_Up;
use WblFeed\Feed\Clock;
use WblFeed\Feed\Discovery;
use WblFeed\Feed\Envelope;
use WblFeed\Feed\Settings;
use WblFeed\Standard\Check;
use WblFeed\Standard\Notice;

/**
 * "Your feed is valid", its addresses, and what is to be mended.
 */
final class Setup_Result {

	/** Postings with something to mend that are listed at most. */
	const MOST = 50;

	/**
	 * Reads every post anew, as if all had just been saved.
	 *
	 * @return bool Whether all are read; the rest is read later.
	 */
	public static function check_again(): bool {
		Catch_Up::start_over();
		return Catch_Up::run();
	}

	/**
	 * What is wrong with the feed itself; nothing, if it is valid. Its postings were checked before they came into it.
	 *
	 * @param \stdClass $envelope All members of the feed but `items`.
	 * @return string[] Sentences.
	 */
	public static function faults( \stdClass $envelope ): array {
		return self::sentences(
			$envelope,
			static function ( Notice $notice ): bool {
				return $notice->stops();
			}
		);
	}

	/**
	 * The notices of an envelope that are chosen, as sentences that speak of the form's fields.
	 *
	 * @param \stdClass $envelope All members of the feed but `items`.
	 * @param callable  $chosen   Says of a notice whether it is.
	 * @return string[]
	 */
	private static function sentences( \stdClass $envelope, callable $chosen ): array {
		$notices = array_filter( Check::envelope( $envelope, Settings::profiles(), Clock::now() ), $chosen );
		$names   = array();
		foreach ( Setup_Form::MEMBERS as $field => $pointer ) {
			$names[ $pointer ] = '“' . Setup_Questions::labels()[ $field ] . '”';
		}
		return array_map(
			static function ( Notice $notice ) use ( $names ): string {
				$explained = Explanations::of( $notice->code );
				return '' === $explained ? strtr( trim( "$notice->message $notice->mend" ), $names ) : $explained;
			},
			array_values( $notices )
		);
	}

	/**
	 * Prints the result.
	 *
	 * @return void
	 */
	public static function show(): void {
		$envelope = Envelope::current();
		$faults   = self::faults( $envelope );
		$count    = $envelope->totalItems; // phpcs:ignore WordPress.NamingConventions.ValidVariableName.UsedPropertyNotSnakeCase
		printf( '<section class="wbl-card wbl-result %s" id="wbl-result">', $faults ? 'wbl-bad' : 'wbl-good' );
		if ( $faults ) {
			printf( '<h2>%s</h2><ul>', esc_html__( 'Your feed is not valid yet', 'wbl-feed' ) );
			foreach ( $faults as $fault ) {
				printf( '<li>%s</li>', esc_html( $fault ) );
			}
			echo '</ul>';
		} else {
			/* translators: %s: number of postings. */
			printf( '<h2>%s</h2>', esc_html( sprintf( _n( 'Your feed is valid: %s posting', 'Your feed is valid: %s postings', $count, 'wbl-feed' ), number_format_i18n( $count ) ) ) );
		}
		$advice = self::sentences(
			$envelope,
			static function ( Notice $notice ): bool {
				return 'warning' === $notice->severity;
			}
		);
		foreach ( $advice as $sentence ) {
			printf( '<p>%s</p>', esc_html( $sentence ) );
		}
		if ( 'done' !== get_option( Catch_Up::PROGRESS ) ) {
			printf( '<p>%s</p>', esc_html__( 'Your posts are still being read; look again in a minute.', 'wbl-feed' ) );
		}
		if ( 0 === $count && Settings::get()['own'] ) {
			printf( '<p><a class="button" href="%s">%s</a></p>', esc_url( admin_url( 'post-new.php?post_type=wbl_posting' ) ), esc_html__( 'Write the first posting', 'wbl-feed' ) );
		}
		if ( ! $faults ) {
			self::show_addresses();
		}
		self::show_problems();
		printf( '<form method="post" action="%s">', esc_url( Setup_Screen::address() ) );
		wp_nonce_field( Setup_Screen::CHECK );
		printf( '<button type="submit" name="wbl_check" value="1" class="button">%s</button></form></section>', esc_html__( 'Check again', 'wbl-feed' ) );
	}

	/**
	 * Prints the addresses, the one to give to others first.
	 *
	 * @return void
	 */
	private static function show_addresses(): void {
		printf( '<p>%s</p>', esc_html__( 'Give this address to those who collect postings:', 'wbl-feed' ) );
		self::show_address( 'json', __( 'Address of the feed', 'wbl-feed' ) );
		printf( '<details><summary>%s</summary>', esc_html__( 'Other addresses', 'wbl-feed' ) );
		self::show_address( 'atom', __( 'For feed readers (Atom)', 'wbl-feed' ) );
		self::show_address( 'catalog', __( 'Catalog, where programs look first', 'wbl-feed' ) );
		echo '</details>';
	}

	/**
	 * Prints an address with a button that copies it. Script shows the button, since nothing else can copy.
	 *
	 * @param string $form  `json`, `atom` or `catalog`.
	 * @param string $label What it is.
	 * @return void
	 */
	private static function show_address( string $form, string $label ): void {
		printf(
			'<div class="wbl-address"><label for="wbl-address-%1$s">%2$s</label><input type="text" readonly class="regular-text code" id="wbl-address-%1$s" value="%3$s"> <button type="button" class="button" data-wbl-copy="wbl-address-%1$s" hidden>%4$s <span class="screen-reader-text">%2$s</span></button> <span role="status" class="wbl-copied"></span></div>',
			esc_attr( $form ),
			esc_html( $label ),
			esc_attr( Discovery::address( $form ) ),
			esc_html__( 'Copy', 'wbl-feed' )
		);
	}

	/**
	 * Prints which postings are to be mended.
	 *
	 * @return void
	 */
	private static function show_problems(): void {
		$found = Attention::query( Attention::PROBLEMS, 0, self::MOST );
		if ( ! $found->posts ) {
			return;
		}
		printf(
			'<h3>%s</h3><p>%s</p>',
			/* translators: %s: number of postings. */
			esc_html( sprintf( _n( '%s posting has something to fix', '%s postings have something to fix', $found->found_posts, 'wbl-feed' ), number_format_i18n( $found->found_posts ) ) ),
			esc_html__( 'Until then each is left out of the feed, or stays in it as it was before its mistake. The others are not affected.', 'wbl-feed' )
		);
		Problems::show( $found->posts );
		if ( $found->found_posts > self::MOST ) {
			/* translators: %s: number of postings. */
			printf( '<p>%s</p>', esc_html( sprintf( __( 'The first %s are listed.', 'wbl-feed' ), number_format_i18n( self::MOST ) ) ) );
		}
	}
}
