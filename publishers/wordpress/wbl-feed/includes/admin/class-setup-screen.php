<?php
/**
 * The setup screen: three questions, and whether the feed is valid.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Feed\Catch_Up;
use WblFeed\Feed\Settings;

/**
 * Adds the screen, and takes what is sent from it.
 */
final class Setup_Screen {

	const SLUG   = 'wbl-feed';
	const PARENT = 'edit.php?post_type=wbl_posting';
	const SAVE   = 'wbl-feed-save';
	const CHECK  = 'wbl-feed-check';

	/**
	 * The form as it was sent, when something in it was wrong; else null.
	 *
	 * @var Setup_Form|null
	 */
	private static $refused = null;

	/**
	 * Hooks the screen into WordPress.
	 *
	 * @return void
	 */
	public static function register(): void {
		add_action( 'admin_menu', array( self::class, 'add' ) );
		add_filter( 'plugin_action_links_' . plugin_basename( WBL_FEED_FILE ), array( self::class, 'link' ) );
	}

	/**
	 * The screen's address.
	 *
	 * @param array<string, string> $more Further parameters.
	 */
	public static function address( array $more = array() ): string {
		return add_query_arg( array_merge( array( 'page' => self::SLUG ), $more ), admin_url( self::PARENT ) );
	}

	/**
	 * Adds the screen to the menu of the postings.
	 *
	 * @return void
	 */
	public static function add(): void {
		$hook = add_submenu_page(
			self::PARENT,
			__( 'Feed of your postings', 'wbl-feed' ),
			__( 'Feed and settings', 'wbl-feed' ),
			'manage_options',
			self::SLUG,
			array( self::class, 'show' )
		);
		if ( $hook ) {
			add_action( 'load-' . $hook, array( self::class, 'take' ) );
			add_action(
				'admin_print_styles-' . $hook,
				static function () {
					self::enqueue();
				}
			);
		}
	}

	/**
	 * Adds a link to the screen to the plug-in's row on the Plugins screen.
	 *
	 * @param string[] $links Links of the row.
	 * @return string[]
	 */
	public static function link( $links ) {
		if ( current_user_can( 'manage_options' ) ) {
			array_unshift( $links, sprintf( '<a href="%s">%s</a>', esc_url( self::address() ), esc_html__( 'Settings', 'wbl-feed' ) ) );
		}
		return $links;
	}

	/**
	 * Script and style of the screen.
	 *
	 * @return void
	 */
	private static function enqueue(): void {
		wp_enqueue_style( 'wbl-feed-admin', plugins_url( 'assets/admin.css', WBL_FEED_FILE ), array(), WBL_FEED_VERSION );
		wp_enqueue_script( 'wbl-feed-setup', plugins_url( 'assets/setup.js', WBL_FEED_FILE ), array(), WBL_FEED_VERSION, true );
		wp_localize_script(
			'wbl-feed-setup',
			'wblFeedSetup',
			array(
				'copied'   => __( 'Copied.', 'wbl-feed' ),
				'selected' => __( 'Selected: press Ctrl+C, or Cmd+C on a Mac, to copy.', 'wbl-feed' ),
			)
		);
	}

	/**
	 * Takes what was sent, before anything is shown. What is sound is stored and followed by a redirect, so that a reload
	 * sends nothing twice; what is not is shown again as it was typed.
	 *
	 * @return void
	 */
	public static function take(): void {
		if ( ! isset( $_SERVER['REQUEST_METHOD'] ) || 'POST' !== $_SERVER['REQUEST_METHOD'] ) {
			return;
		}
		if ( ! current_user_can( 'manage_options' ) ) {
			wp_die( esc_html__( 'You may not change these settings.', 'wbl-feed' ), '', array( 'response' => 403 ) );
		}
		$again = isset( $_POST['wbl_check'] );
		check_admin_referer( $again ? self::CHECK : self::SAVE );
		if ( $again ) {
			self::leave( Setup_Result::check_again() ? 'checked' : 'checking' );
		}
		$sent = isset( $_POST['wbl'] ) && is_array( $_POST['wbl'] ) ? wp_unslash( $_POST['wbl'] ) : array(); // phpcs:ignore WordPress.Security.ValidatedSanitizedInput.InputNotSanitized -- Setup_Form does, field by field.
		$form = Setup_Form::sent( $sent );
		if ( $form->errors ) {
			self::$refused = $form;
			return;
		}
		Settings::save( $form->settings() );
		Catch_Up::run();
		self::leave( 'saved' );
	}

	/**
	 * Goes back to the screen.
	 *
	 * @param string $done What was done: `saved`, `checked` or, if there was no time for all of it, `checking`.
	 * @return void
	 */
	private static function leave( string $done ): void {
		wp_safe_redirect( self::address( array( 'done' => $done ) ) );
		exit;
	}

	/**
	 * Prints the screen.
	 *
	 * @return void
	 */
	public static function show(): void {
		$form = self::$refused ?? Setup_Form::stored();
		$done = isset( $_GET['done'] ) ? sanitize_key( $_GET['done'] ) : ''; // phpcs:ignore WordPress.Security.NonceVerification.Recommended -- it chooses a sentence, nothing more.
		echo '<div class="wrap wbl-screen">';
		printf( '<h1>%s</h1>', esc_html( get_admin_page_title() ) );
		echo '<hr class="wp-header-end">';
		if ( $form->errors ) {
			self::show_errors( $form );
		} elseif ( 'saved' === $done ) {
			printf( '<div class="notice notice-success" role="status"><p>%s</p></div>', esc_html__( 'Your answers are saved.', 'wbl-feed' ) );
		} elseif ( 'checked' === $done ) {
			printf( '<div class="notice notice-success" role="status"><p>%s</p></div>', esc_html__( 'Every posting was checked again.', 'wbl-feed' ) );
		}
		if ( Settings::ready() ) {
			Setup_Result::show();
		} else {
			printf( '<p class="wbl-lead">%s</p>', esc_html__( 'Three questions, and your postings have a feed that other sites can read. Nothing is published before you have answered them.', 'wbl-feed' ) );
		}
		Setup_Questions::show( $form );
		echo '</div>';
	}

	/**
	 * Prints a summary of what is wrong, with a link to each field.
	 *
	 * @param Setup_Form $form The form with its errors.
	 * @return void
	 */
	private static function show_errors( Setup_Form $form ): void {
		echo '<div class="notice notice-error" role="alert" id="wbl-errors">';
		printf( '<p><strong>%s</strong></p><ul>', esc_html__( 'Nothing was saved. Please fix this:', 'wbl-feed' ) );
		foreach ( array_intersect_key( Setup_Questions::labels(), $form->errors ) as $field => $label ) {
			printf( '<li><a href="#wbl-%s">%s</a></li>', esc_attr( Setup_Questions::anchor( $field ) ), esc_html( $label . ': ' . $form->errors[ $field ] ) );
		}
		echo '</ul></div>';
	}
}
