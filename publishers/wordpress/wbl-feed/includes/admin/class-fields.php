<?php
/**
 * Fields of the own screens.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

/**
 * Prints one field each, with its label, its hint and what is wrong with it; all three are tied to it for screen readers.
 *
 * The name of a field in the request is `wbl[<field>]`, the id of its element `wbl-<field>`.
 */
final class Fields {

	/**
	 * Values and errors.
	 *
	 * @var Setup_Form
	 */
	private $form;

	/**
	 * Label by field.
	 *
	 * @var array<string, string>
	 */
	private $labels;

	/**
	 * Fields of a form.
	 *
	 * @param Setup_Form            $form   Values and errors.
	 * @param array<string, string> $labels Label by field.
	 */
	public function __construct( Setup_Form $form, array $labels ) {
		$this->form   = $form;
		$this->labels = $labels;
	}

	/**
	 * A line of text.
	 *
	 * @param string $field Name of the field.
	 * @param string $hint  What to write, in plain words; may be empty.
	 * @param array  $more  Further attributes of the input, such as `type`.
	 * @return void
	 */
	public function text( string $field, string $hint = '', array $more = array() ): void {
		echo '<div class="wbl-field">';
		printf( '<label for="wbl-%s">%s%s</label>', esc_attr( $field ), esc_html( $this->labels[ $field ] ), isset( $more['required'] ) ? ' <span class="wbl-required">' . esc_html__( '(required)', 'wbl-feed' ) . '</span>' : '' );
		$this->hint( $field, $hint );
		$attributes = array_merge(
			array(
				'type'  => 'text',
				'class' => 'regular-text',
			),
			$more,
			array(
				'id'    => 'wbl-' . $field,
				'name'  => "wbl[$field]",
				'value' => $this->form->values[ $field ],
			),
			$this->described( $field, $hint )
		);
		echo '<input';
		$this->attributes( $attributes );
		echo '>';
		$this->error( $field );
		echo '</div>';
	}

	/**
	 * A choice from a list that folds out.
	 *
	 * @param string                $field   Name of the field.
	 * @param string                $hint    What to choose; may be empty.
	 * @param array<string, string> $choices Name by value.
	 * @return void
	 */
	public function select( string $field, string $hint, array $choices ): void {
		echo '<div class="wbl-field">';
		printf( '<label for="wbl-%s">%s</label>', esc_attr( $field ), esc_html( $this->labels[ $field ] ) );
		$this->hint( $field, $hint );
		printf( '<select id="wbl-%1$s" name="wbl[%1$s]"', esc_attr( $field ) );
		$this->attributes( $this->described( $field, $hint ) );
		echo '>';
		foreach ( $choices as $value => $name ) {
			printf( '<option value="%s"%s>%s</option>', esc_attr( $value ), selected( $this->form->values[ $field ], (string) $value, false ), esc_html( $name ) );
		}
		echo '</select>';
		$this->error( $field );
		echo '</div>';
	}

	/**
	 * A box to tick.
	 *
	 * @param string $field Name of the field.
	 * @param string $hint  What ticking it means; may be empty.
	 * @return void
	 */
	public function checkbox( string $field, string $hint = '' ): void {
		printf( '<div class="wbl-field wbl-choice"><input type="checkbox" id="wbl-%1$s" name="wbl[%1$s]" value="1"%2$s', esc_attr( $field ), checked( $this->form->values[ $field ], true, false ) );
		$this->attributes( $this->described( $field, $hint ) );
		printf( '> <label for="wbl-%s">%s</label>', esc_attr( $field ), esc_html( $this->labels[ $field ] ) );
		$this->hint( $field, $hint );
		$this->error( $field );
		echo '</div>';
	}

	/**
	 * One of several choices of which all are seen.
	 *
	 * @param string $field Name of the field.
	 * @param string $value What is sent.
	 * @param string $label Its label.
	 * @param string $hint  What choosing it means.
	 * @return void
	 */
	public function radio( string $field, string $value, string $label, string $hint ): void {
		$id = $field . '-' . sanitize_html_class( str_replace( '.', '-', $value ) );
		printf( '<div class="wbl-choice"><input type="radio" id="wbl-%1$s" name="wbl[%2$s]" value="%3$s"%4$s', esc_attr( $id ), esc_attr( $field ), esc_attr( $value ), checked( $this->form->values[ $field ], $value, false ) );
		$this->attributes( $this->described( $id, $hint, $field ) );
		printf( '> <label for="wbl-%s">%s</label>', esc_attr( $id ), esc_html( $label ) );
		$this->hint( $id, $hint );
		echo '</div>';
	}

	/**
	 * A box to tick for each term of a list.
	 *
	 * @param string                $field Name of the field.
	 * @param array<string, string> $terms Label by code.
	 * @return void
	 */
	public function terms( string $field, array $terms ): void {
		foreach ( $terms as $code => $label ) {
			$code = (string) $code;
			printf(
				'<label class="wbl-term"><input type="checkbox" name="wbl[%s][]" value="%s"%s> %s</label>',
				esc_attr( $field ),
				esc_attr( $code ),
				checked( in_array( $code, $this->form->values[ $field ], true ), true, false ),
				esc_html( $label )
			);
		}
		$this->error( $field );
	}

	/**
	 * What is wrong with a field, if anything is.
	 *
	 * @param string $field Name of the field.
	 * @return void
	 */
	public function error( string $field ): void {
		if ( isset( $this->form->errors[ $field ] ) ) {
			printf( '<p class="wbl-error" id="wbl-%s-error">%s</p>', esc_attr( $field ), esc_html( $this->form->errors[ $field ] ) );
		}
	}

	/**
	 * A hint under the label of a field.
	 *
	 * @param string $field Name of the field.
	 * @param string $hint  Plain text; may be empty.
	 * @return void
	 */
	private function hint( string $field, string $hint ): void {
		if ( '' !== $hint ) {
			printf( '<p class="description" id="wbl-%s-hint">%s</p>', esc_attr( $field ), esc_html( $hint ) );
		}
	}

	/**
	 * The attributes that tie hint and error to a field.
	 *
	 * @param string $field Name of the field.
	 * @param string $hint  Its hint.
	 * @param string $group The field whose error it is, where several inputs are one field.
	 * @return array<string, string>
	 */
	private function described( string $field, string $hint, string $group = '' ): array {
		$wrong = '' === $group ? $field : $group;
		$ids   = array();
		if ( '' !== $hint ) {
			$ids[] = "wbl-$field-hint";
		}
		if ( ! isset( $this->form->errors[ $wrong ] ) ) {
			return $ids ? array( 'aria-describedby' => $ids[0] ) : array();
		}
		$ids[] = "wbl-$wrong-error";
		return array(
			'aria-describedby' => implode( ' ', $ids ),
			'aria-invalid'     => 'true',
		);
	}

	/**
	 * Prints attributes.
	 *
	 * @param array<string, string> $attributes Value by name.
	 * @return void
	 */
	private function attributes( array $attributes ): void {
		foreach ( $attributes as $name => $value ) {
			printf( ' %s="%s"', esc_attr( $name ), esc_attr( $value ) );
		}
	}
}
