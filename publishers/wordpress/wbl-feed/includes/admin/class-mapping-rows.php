<?php
/**
 * The rows of the mapping screen.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Cells\Text;
use WblFeed\Feed\Settings;
use WblFeed\Source\Inventory;
use WblFeed\Source\Rule;
use WblFeed\Source\Targets;
use WblFeed\Standard\Notice;

/**
 * Prints one row for each member: where it comes from, and what the words there mean.
 */
final class Mapping_Rows {

	/** Most categories that are shown for a choice. */
	const TERMS = 200;

	/**
	 * The form.
	 *
	 * @var Mapping_Form
	 */
	private $form;

	/**
	 * Places from which members can come: labels by value, in groups by title.
	 *
	 * @var array<string, array<string, string>>
	 */
	private $sources;

	/**
	 * Rows of a form.
	 *
	 * @param Mapping_Form $form The form.
	 */
	public function __construct( Mapping_Form $form ) {
		$this->form    = $form;
		$this->sources = self::sources( $form->post_type );
	}

	/**
	 * Prints all rows: those that are commonly filled, and the others by group behind a word each.
	 */
	public function show(): void {
		$labels = Targets::labels();
		printf( '<fieldset class="wbl-card"><legend><h2>%s</h2></legend>', esc_html__( 'What most postings say', 'wbl-feed' ) );
		foreach ( Targets::COMMON as $pointer ) {
			$this->row( $pointer, $labels[ $pointer ] );
		}
		echo '</fieldset>';
		$filled = $this->form->mapping->rules + $this->form->errors;
		$others = array_diff_key( $labels, array_flip( Targets::COMMON ) );
		printf( '<details class="wbl-card"%s><summary><h2>%s</h2></summary>', array_intersect_key( $others, $filled ) ? ' open' : '', esc_html__( 'More fields', 'wbl-feed' ) );
		foreach ( Targets::groups() as list( $title, $members ) ) {
			$members = array_intersect_key( $members, $others );
			if ( $members ) {
				printf( '<details class="wbl-map-group"%s><summary><h3>%s</h3></summary>', array_intersect_key( $members, $filled ) ? ' open' : '', esc_html( $title ) );
				foreach ( $members as $pointer => $label ) {
					$this->row( $pointer, $label );
				}
				echo '</details>';
			}
		}
		echo '</details>';
	}

	/**
	 * Prints the choice of categories whose posts are published.
	 */
	public function show_categories(): void {
		foreach ( Inventory::taxonomies( $this->form->post_type ) as $taxonomy ) {
			$terms  = get_terms( array( 'taxonomy' => $taxonomy->name, 'number' => self::TERMS, 'hide_empty' => false ) );
			$chosen = $this->form->mapping->terms[ $taxonomy->name ] ?? array();
			if ( ! is_array( $terms ) || ! $terms ) {
				continue;
			}
			$beyond = array_diff( $chosen, wp_list_pluck( $terms, 'term_id' ) );
			if ( $beyond ) { // a choice that were not shown would be lost when the form is saved
				$terms = array_merge( get_terms( array( 'taxonomy' => $taxonomy->name, 'include' => $beyond, 'hide_empty' => false ) ), $terms );
			}
			/* translators: %s: name of a kind of categories, such as Categories or Tags. */
			$title = sprintf( __( 'Only posts with one of these: %s', 'wbl-feed' ), $taxonomy->labels->name );
			printf( '<details class="wbl-card"%s><summary><h2>%s</h2></summary><fieldset class="wbl-terms"><legend class="screen-reader-text">%s</legend>', $chosen ? ' open' : '', esc_html( $title ), esc_html( $title ) );
			foreach ( $terms as $term ) {
				printf(
					'<label class="wbl-term"><input type="checkbox" name="wbl[categories][%s][]" value="%d"%s> %s</label>',
					esc_attr( $taxonomy->name ),
					(int) $term->term_id,
					checked( in_array( $term->term_id, $chosen, true ), true, false ),
					esc_html( html_entity_decode( $term->name, ENT_QUOTES, 'UTF-8' ) )
				);
			}
			echo '</fieldset></details>';
		}
	}

	/**
	 * Prints what the words mean that stand in the place a member comes from, if it is one that takes codes.
	 *
	 * @param string $pointer The member.
	 */
	public function show_words( string $pointer ): void {
		$rule    = $this->form->mapping->rules[ $pointer ] ?? null;
		$choices = $rule ? Targets::field( $pointer )->choices ?? array() : array();
		$words   = $choices ? $this->words( $rule ) : array();
		if ( ! $words ) {
			return;
		}
		$unknown = array_filter(
			$words,
			static function ( $word ) use ( $rule ) {
				$telling = $rule->telling( array( $word ) );
				return $telling && null === $rule->value( $telling, Settings::profiles() );
			}
		);
		$title   = __( 'What your words mean', 'wbl-feed' );
		if ( $unknown ) {
			/* translators: %d: number of words. */
			$title = sprintf( _n( 'What your words mean (%d is not understood)', 'What your words mean (%d are not understood)', count( $unknown ), 'wbl-feed' ), count( $unknown ) );
		}
		printf( '<details class="wbl-map-words"%s><summary>%s</summary>', $unknown ? ' open' : '', esc_html( $title ) );
		foreach ( $words as $word ) {
			$value = $rule->translation( $word );
			printf( '<label><span>%s</span> ', esc_html( Notice::shown( $word ) ) );
			$this->meanings( "wbl[fields][$pointer][values][" . rawurlencode( $word ) . ']', '' === $value ? Mapping_Form::SILENT : (string) $value, $choices );
			echo '</label>';
		}
		echo '</details>';
	}

	/**
	 * The words that stand in posts now, and those that were given a meaning before, each once.
	 *
	 * @param Rule $rule Where they come from.
	 * @return string[]
	 */
	private function words( Rule $rule ): array {
		$words = array();
		foreach ( array_merge( Inventory::words( $this->form->post_type, $rule ), array_keys( $rule->values ) ) as $word ) {
			$words += array( Text::folded( Text::tidy( (string) $word ) ) => (string) $word );
		}
		return array_values( $words );
	}

	/**
	 * Prints the row of one member.
	 *
	 * @param string $pointer The member.
	 * @param string $label   Its name for people.
	 */
	private function row( string $pointer, string $label ): void {
		$rule  = $this->form->mapping->rules[ $pointer ] ?? null;
		$error = $this->form->errors[ $pointer ] ?? '';
		$id    = self::anchor( $pointer );
		$value = $rule ? ( 'fixed' === $rule->from ? 'fixed:' : "{$rule->from}:{$rule->name}" ) : ( '' === $error || '/title' === $pointer ? '' : 'fixed:' );
		printf( '<div class="wbl-map" data-pointer="%s"><label for="%s">%s</label> ', esc_attr( $pointer ), esc_attr( $id ), esc_html( $label ) );
		printf( '<select id="%s" name="%s"%s>', esc_attr( $id ), esc_attr( "wbl[fields][$pointer][source]" ), self::described( $id, $error ) ); // phpcs:ignore WordPress.Security.EscapeOutput -- escaped there.
		printf( '<option value="">%s</option>', esc_html__( '— nothing —', 'wbl-feed' ) );
		$this->options( $value );
		echo '</select> ';
		printf(
			'<input type="text" class="wbl-map-fixed" name="%s" value="%s" placeholder="%s" aria-label="%s"%s>',
			esc_attr( "wbl[fields][$pointer][fixed]" ),
			esc_attr( $rule && 'fixed' === $rule->from ? $rule->name : '' ),
			esc_attr__( 'Fixed text', 'wbl-feed' ),
			/* translators: %s: name of a member, such as Deadline. */
			esc_attr( sprintf( __( 'Fixed text for: %s', 'wbl-feed' ), $label ) ),
			self::described( $id, $error ) // phpcs:ignore WordPress.Security.EscapeOutput -- escaped there.
		);
		if ( '' !== $error ) {
			printf( '<p class="wbl-error" id="%s-error">%s</p>', esc_attr( $id ), esc_html( $error ) );
		}
		echo '<div class="wbl-map-meanings">';
		$this->show_words( $pointer );
		echo '</div></div>';
	}

	/**
	 * The id of the row's choice.
	 *
	 * @param string $pointer The member.
	 */
	public static function anchor( string $pointer ): string {
		return 'wbl-map' . preg_replace( '/[^A-Za-z0-9]+/', '-', $pointer );
	}

	/**
	 * Attributes that lead from a control to what is wrong with it.
	 *
	 * @param string $id    Id of the row's choice.
	 * @param string $error The sentence; may be empty.
	 */
	private static function described( string $id, string $error ): string {
		return '' === $error ? '' : sprintf( ' aria-invalid="true" aria-describedby="%s-error"', esc_attr( $id ) );
	}

	/**
	 * Prints the places from which a member can come.
	 *
	 * @param string $chosen Value of the one that is chosen.
	 */
	private function options( string $chosen ): void {
		$found = '' === $chosen;
		foreach ( $this->sources as $title => $options ) {
			printf( '<optgroup label="%s">', esc_attr( $title ) );
			foreach ( $options as $value => $label ) {
				$found = $found || $value === $chosen;
				printf( '<option value="%s"%s>%s</option>', esc_attr( $value ), selected( $value, $chosen, false ), esc_html( $label ) );
			}
			echo '</optgroup>';
		}
		if ( ! $found ) { // No post has it now, such as a box that nobody has ticked yet.
			printf( '<option value="%s" selected>%s</option>', esc_attr( $chosen ), esc_html( explode( ':', $chosen, 2 )[1] ) );
		}
	}

	/**
	 * Prints a choice of what a word means.
	 *
	 * @param string                   $name    Name of the control.
	 * @param string                   $chosen  Value that is chosen.
	 * @param \WblFeed\Editor\Choice[] $choices What there is to choose from.
	 */
	private function meanings( string $name, string $chosen, array $choices ): void {
		printf( '<select name="%s">', esc_attr( $name ) );
		printf( '<option value="">%s</option>', esc_html__( 'as it is written', 'wbl-feed' ) );
		printf( '<option value="%s"%s>%s</option>', esc_attr( Mapping_Form::SILENT ), selected( Mapping_Form::SILENT, $chosen, false ), esc_html__( 'says nothing', 'wbl-feed' ) );
		foreach ( $choices as $choice ) {
			printf( '<option value="%s"%s>%s</option>', esc_attr( $choice->code ), selected( (string) $choice->code, $chosen, false ), esc_html( $choice->label ) );
		}
		echo '</select>';
	}

	/**
	 * Places from which members can come.
	 *
	 * @param string $post_type The post type.
	 * @return array<string, array<string, string>>
	 */
	private static function sources( string $post_type ): array {
		$sources = array(
			__( 'The same for every posting', 'wbl-feed' ) => array( 'fixed:' => __( 'Fixed text', 'wbl-feed' ) ),
			__( 'Parts of the post', 'wbl-feed' )          => array(
				'post:title'   => __( 'Title', 'wbl-feed' ),
				'post:content' => __( 'Content', 'wbl-feed' ),
				'post:excerpt' => __( 'Excerpt', 'wbl-feed' ),
				'post:image'   => __( 'Featured image', 'wbl-feed' ),
				'post:date'    => __( 'Day of publication', 'wbl-feed' ),
				'post:link'    => __( 'Address of the post', 'wbl-feed' ),
			),
		);
		$fields  = array();
		foreach ( Inventory::meta( $post_type ) as $key => $samples ) {
			$fields[ "meta:$key" ] = $key . ' — ' . Inventory::shown( $samples );
		}
		$terms = array();
		foreach ( Inventory::taxonomies( $post_type ) as $taxonomy ) {
			$terms[ "taxonomy:{$taxonomy->name}" ] = $taxonomy->labels->name;
		}
		return array_filter(
			$sources + array(
				__( 'Custom fields, with an example', 'wbl-feed' ) => $fields,
				__( 'Categories and tags', 'wbl-feed' )            => $terms,
			)
		);
	}
}
