<?php
/**
 * The block and the shortcode that show statewide postings.
 *
 * @package WblFeed
 */

namespace WblFeed\Hub;

use WblFeed\Feed\Settings;
use WblFeed\Standard\Profile;
use WblFeed\Standard\Vocabularies;

defined( 'ABSPATH' ) || exit;

/**
 * Tells WordPress of both, and gives the editor what it offers to choose from.
 */
final class Block {

	const NAME      = 'wbl-feed/postings';
	const SHORTCODE = 'wbl_postings';
	const STYLE     = 'wbl-feed-hub';
	const EDITOR    = 'wbl-feed-hub-editor';

	public static function register(): void {
		add_action( 'init', array( self::class, 'announce' ) );
		add_action( 'enqueue_block_editor_assets', array( self::class, 'offer' ) );
	}

	/**
	 * The scripts and styles are registered here and not by block.json, which would load the style on every page of a
	 * classic theme.
	 */
	public static function announce(): void {
		$packages = array( 'wp-blocks', 'wp-block-editor', 'wp-components', 'wp-element', 'wp-server-side-render' );
		wp_register_script( self::EDITOR, plugins_url( 'blocks/postings/editor.js', WBL_FEED_FILE ), $packages, WBL_FEED_VERSION, true );
		wp_register_style( self::STYLE, plugins_url( 'assets/hub.css', WBL_FEED_FILE ), array(), WBL_FEED_VERSION );
		register_block_type(
			dirname( WBL_FEED_FILE ) . '/blocks/postings',
			array( 'render_callback' => array( self::class, 'block' ) )
		);
		add_shortcode( self::SHORTCODE, array( self::class, 'shortcode' ) );
	}

	/**
	 * What the block shows.
	 *
	 * @param array $attributes As in block.json.
	 */
	public static function block( array $attributes ): string {
		$html = self::shown( $attributes );
		return '' === $html ? '' : '<div ' . get_block_wrapper_attributes( array( 'class' => 'wbl-feed-postings' ) ) . '>' . $html . '</div>';
	}

	/**
	 * What the shortcode shows: [wbl_postings region="us-ma-stem:cape-cod" type="internship" grade="11" limit="10" level="3"].
	 *
	 * @param array|string $attributes
	 */
	public static function shortcode( $attributes ): string {
		$html = self::shown( (array) $attributes );
		return '' === $html ? '' : '<div class="wbl-feed-postings">' . $html . '</div>';
	}

	/** Gives the editor's script its words and what can be chosen. */
	public static function offer(): void {
		$grades = array();
		foreach ( range( 6, 16 ) as $grade ) {
			$grades[] = array(
				'value' => (string) $grade,
				'label' => Facts::grade( $grade ),
			);
		}
		$profiles = Settings::profiles();
		$offer    = array(
			'region' => self::options( '/regions', $profiles ? $profiles : Profile::names() ),
			'type'   => self::options( '/activityType', array() ),
			'grade'  => $grades,
			'most'   => Choice::MOST,
			'words'  => array(
				'settings' => __( 'Which postings', 'wbl-feed' ),
				'region'   => __( 'Region', 'wbl-feed' ),
				'type'     => __( 'Kind of activity', 'wbl-feed' ),
				'grade'    => __( 'School grade', 'wbl-feed' ),
				'all'      => __( 'All', 'wbl-feed' ),
				'limit'    => __( 'How many at most', 'wbl-feed' ),
				'level'    => __( 'Level of the headings', 'wbl-feed' ),
				'help'     => __( 'One more than that of the heading above the list.', 'wbl-feed' ),
			),
		);
		wp_add_inline_script( self::EDITOR, 'window.wblFeedHub = ' . wp_json_encode( $offer, JSON_HEX_TAG | JSON_HEX_AMP ) . ';', 'before' );
	}

	private static function shown( array $attributes ): string {
		wp_enqueue_style( self::STYLE );
		return Listing::html( new Choice( $attributes ) );
	}

	/**
	 * The codes of a vocabulary as a form offers them.
	 *
	 * @param string[] $profiles Names.
	 * @return array[]
	 */
	private static function options( string $pointer, array $profiles ): array {
		$options = array();
		foreach ( Vocabularies::terms( $pointer, $profiles ) as $term ) {
			$options[] = array(
				'value' => $term->code,
				'label' => Vocabularies::label( $pointer, $term->code, determine_locale(), $profiles ),
			);
		}
		return $options;
	}
}
