<?php
/**
 * The fields of the panel as HTML.
 *
 * @package WblFeed
 */

namespace WblFeed\Editor;

defined( 'ABSPATH' ) || exit;

/**
 * Prints a field: its name, what to fill in, its help and its notices. Texts are asked for by plain text inputs, which never
 * keep back from the server what they think is wrong; the check says what is. What is sent back is escaped by esc_textarea(),
 * since esc_attr() takes `&amp;` in a text for an ampersand.
 */
final class Controls {

	/**
	 * Attributes of text inputs by kind: keyboard, and the direction of what is never written from right to left.
	 */
	const INPUTS = array(
		'text'   => '',
		'url'    => 'inputmode="url" dir="ltr" spellcheck="false"',
		'email'  => 'inputmode="email" dir="ltr" spellcheck="false"',
		'phone'  => 'inputmode="tel" dir="ltr"',
		'number' => 'inputmode="decimal" dir="ltr"',
	);

	/**
	 * What the panel found.
	 *
	 * @var Findings
	 */
	private $findings;

	/**
	 * Controls of one panel.
	 *
	 * @param Findings $findings What the panel found.
	 */
	public function __construct( Findings $findings ) {
		$this->findings = $findings;
	}

	/**
	 * The id of the element that takes the focus for a field. With `-help` and `-notices` it names what belongs to it.
	 *
	 * @param string $pointer Pointer of the field in the form.
	 */
	public static function id( string $pointer ): string {
		return 'wbl' . str_replace( '/', '-', $pointer );
	}

	/**
	 * Prints a field.
	 *
	 * @param Field  $field   The field.
	 * @param string $pointer Its pointer in the form.
	 * @param mixed  $json    The value, or null.
	 */
	public function show( Field $field, string $pointer, $json ): void {
		$several = in_array( $field->kind, array( 'choices', 'moment', 'duration', 'rows' ), true );
		printf(
			'<%1$s class="wbl-field wbl-%2$s" data-pointer="%3$s"%4$s><%5$s>%6$s%7$s</%8$s>',
			$several ? 'fieldset' : 'div',
			esc_attr( $field->kind ),
			esc_attr( $pointer ),
			$several ? ' aria-describedby="' . esc_attr( $this->described_by( $field, $pointer ) ) . '"' : '',
			$several ? 'legend' : 'label for="' . esc_attr( self::id( $pointer ) ) . '"',
			esc_html( $field->label ),
			$field->required ? ' <span class="wbl-required">' . esc_html__( '(required)', 'wbl-feed' ) . '</span>' : '',
			$several ? 'legend' : 'label'
		);
		if ( '' !== $this->help( $field ) ) {
			printf( '<p class="wbl-help" id="%s-help">%s</p>', esc_attr( self::id( $pointer ) ), esc_html( $this->help( $field ) ) );
		}
		if ( 'rows' === $field->kind ) {
			( new Rows( $this ) )->show( $field, $pointer, $json );
		} else {
			$this->input( $field, $pointer, Value::shown( $field, $json ) );
		}
		if ( Value::strange( $field, $json ) && 'rows' !== $field->kind ) {
			printf( '<p class="wbl-help">%s</p>', esc_html__( 'A program wrote here what this form cannot show. It is kept until you write something else.', 'wbl-feed' ) );
		}
		$this->meanings( $field );
		printf(
			'<div class="wbl-notices" id="%s-notices">%s</div></%s>',
			esc_attr( self::id( $pointer ) ),
			$this->findings->html( $pointer ), // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- made of escaped parts.
			$several ? 'fieldset' : 'div'
		);
	}

	/**
	 * Prints what is filled in.
	 *
	 * @param Field        $field   The field.
	 * @param string       $pointer Its pointer in the form.
	 * @param string|array $shown   What stands there.
	 */
	private function input( Field $field, string $pointer, $shown ): void {
		switch ( $field->kind ) {
			case 'choice':
			case 'yesno':
				$this->select( $field, $pointer, $shown );
				return;
			case 'choices':
				$this->checkboxes( $field, $pointer, $shown );
				return;
			case 'moment':
				echo '<span class="wbl-pair">';
				$this->dated( $field, $pointer, 'date', Value::DATE, $shown['date'], '[date]', __( 'Day', 'wbl-feed' ) );
				$this->dated( $field, $pointer, 'time', Value::TIME, $shown['time'], '[time]', __( 'Time, if it matters', 'wbl-feed' ) );
				echo '</span>';
				return;
			case 'duration':
				$this->duration( $field, $pointer, $shown );
				return;
			case 'date':
			case 'time':
				$this->dated( $field, $pointer, $field->kind, 'date' === $field->kind ? Value::DATE : Value::TIME, $shown );
				return;
		}
		$many = in_array( $field->kind, array( 'longtext', 'lines' ), true ) || false !== strpos( $shown, "\n" );
		printf(
			$many ? '<textarea %s rows="3" placeholder="%s">%s</textarea>' : '<input type="text" %s placeholder="%s" value="%s">',
			$this->attributes( $field, $pointer ) . ( $many ? '' : ' ' . self::INPUTS[ $field->kind ] ), // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped there.
			esc_attr( $this->example( $field ) ),
			esc_textarea( $shown )
		);
	}

	/**
	 * Prints a choice of one. Nothing chosen is an answer of its own: not stated, never no.
	 *
	 * @param Field  $field   The field.
	 * @param string $pointer Its pointer in the form.
	 * @param string $shown   The code.
	 */
	private function select( Field $field, string $pointer, string $shown ): void {
		printf( '<select %s>', $this->attributes( $field, $pointer ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped there.
		printf( '<option value="">%s</option>', esc_html( $field->required ? __( 'Please choose', 'wbl-feed' ) : __( 'Not stated', 'wbl-feed' ) ) );
		$group = '';
		foreach ( $this->choices( $field, array( $shown ) ) as $choice ) {
			if ( $choice->group !== $group ) {
				echo $group ? '</optgroup>' : '';
				$group = $choice->group;
				echo $group ? '<optgroup label="' . esc_attr( $group ) . '">' : '';
			}
			printf( '<option value="%s"%s>%s</option>', esc_textarea( $choice->code ), selected( $choice->code, $shown, false ), esc_html( $choice->label ) );
		}
		echo $group ? '</optgroup></select>' : '</select>';
		if ( array_filter( array_column( $field->choices, 'definition' ) ) ) {
			$chosen = $field->choices[ $shown ] ?? null;
			printf( '<p class="wbl-help wbl-meaning" id="%s-meaning" aria-live="polite">%s</p>', esc_attr( self::id( $pointer ) ), esc_html( $chosen ? $chosen->definition : '' ) );
		}
	}

	/**
	 * Prints a choice of several. The hidden input says that the field was shown, when nothing is checked.
	 *
	 * @param Field    $field   The field.
	 * @param string   $pointer Its pointer in the form.
	 * @param string[] $shown   The codes that are checked.
	 */
	private function checkboxes( Field $field, string $pointer, array $shown ): void {
		printf( '<input type="hidden" name="%s" value=""><div class="wbl-checks">', esc_attr( "wbl[$pointer][]" ) );
		$id = ' id="' . esc_attr( self::id( $pointer ) ) . '"';
		foreach ( $this->choices( $field, $shown ) as $choice ) {
			printf(
				'<label><input type="checkbox" name="%s" value="%s"%s%s> %s</label>',
				esc_attr( "wbl[$pointer][]" ),
				esc_textarea( $choice->code ),
				$id, // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped above.
				checked( in_array( $choice->code, $shown, true ), true, false ),
				esc_html( $choice->label )
			);
			$id = '';
		}
		echo '</div>';
	}

	/**
	 * Prints a day or a time of the day. What is none stands in a text input, since a calendar would not show it.
	 *
	 * @param Field  $field   The field.
	 * @param string $pointer Its pointer in the form.
	 * @param string $type    date or time.
	 * @param string $pattern What such a value looks like.
	 * @param string $shown   What stands there.
	 * @param string $part    What follows the name, where the field has two parts.
	 * @param string $label   Name of the part.
	 */
	private function dated( Field $field, string $pointer, string $type, string $pattern, string $shown, string $part = '', string $label = '' ): void {
		$known = '' === $shown || preg_match( $pattern, $shown );
		printf(
			'%s<input type="%s" %s value="%s"%s>%s',
			$label ? '<label>' . esc_html( $label ) . ' ' : '',
			$known ? esc_attr( $type ) : 'text',
			$this->attributes( $field, $pointer, $part ), // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped there.
			esc_textarea( $shown ),
			8 === strlen( $shown ) ? ' step="1"' : '',
			$label ? '</label>' : ''
		);
	}

	/**
	 * Prints a length: a number and what it counts. Another form of ISO 8601 stands in place of the number.
	 *
	 * @param Field  $field   The field.
	 * @param string $pointer Its pointer in the form.
	 * @param array  $shown   Number and unit.
	 */
	private function duration( Field $field, string $pointer, array $shown ): void {
		printf(
			'<span class="wbl-pair"><label>%s <input type="text" %s %s placeholder="%s" value="%s"></label> <label>%s <select %s>',
			esc_html__( 'Number', 'wbl-feed' ),
			$this->attributes( $field, $pointer, '[number]' ), // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped there.
			self::INPUTS['number'], // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- a constant.
			esc_attr( $this->example( $field ) ),
			esc_textarea( $shown['number'] ),
			esc_html__( 'Unit', 'wbl-feed' ),
			$this->attributes( $field, $pointer, '[unit]' ) // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- escaped there.
		);
		$units = array(
			''  => __( 'Please choose', 'wbl-feed' ),
			'H' => __( 'hours', 'wbl-feed' ),
			'D' => __( 'days', 'wbl-feed' ),
			'W' => __( 'weeks', 'wbl-feed' ),
			'M' => __( 'months', 'wbl-feed' ),
			'Y' => __( 'years', 'wbl-feed' ),
		);
		foreach ( $units as $unit => $label ) {
			printf( '<option value="%s"%s>%s</option>', esc_attr( $unit ), selected( $unit, $shown['unit'], false ), esc_html( $label ) );
		}
		echo '</select></label></span>';
	}

	/**
	 * Prints what each choice means.
	 *
	 * @param Field $field The field.
	 */
	private function meanings( Field $field ): void {
		if ( ! array_filter( array_column( $field->choices, 'definition' ) ) ) {
			return;
		}
		printf( '<details class="wbl-meanings"><summary>%s</summary><dl>', esc_html__( 'What each choice means', 'wbl-feed' ) );
		foreach ( $field->choices as $choice ) {
			printf( '<dt>%s</dt><dd data-code="%s">%s</dd>', esc_html( $choice->label ), esc_attr( $choice->code ), esc_html( $choice->definition ) );
		}
		echo '</dl></details>';
	}

	/**
	 * What there is to choose from, and codes that the posting has from elsewhere.
	 *
	 * @param Field    $field The field.
	 * @param string[] $shown The codes of the posting.
	 * @return Choice[]
	 */
	private function choices( Field $field, array $shown ): array {
		$choices = $field->choices;
		foreach ( array_filter( $shown, 'strlen' ) as $code ) {
			if ( ! isset( $choices[ $code ] ) ) {
				/* translators: %s: a code */
				$choices[ $code ] = new Choice( $code, sprintf( __( '%s (a code that is not in the list)', 'wbl-feed' ), $code ) );
			}
		}
		return $choices;
	}

	/**
	 * Name, id and relations of an input, escaped. The first input of a field bears its id.
	 *
	 * @param Field  $field   The field.
	 * @param string $pointer Its pointer in the form.
	 * @param string $part    What follows the name, where the field has several inputs.
	 */
	private function attributes( Field $field, string $pointer, string $part = '' ): string {
		$attributes = array( 'name' => "wbl[$pointer]$part" );
		if ( ! in_array( $part, array( '[time]', '[unit]' ), true ) ) {
			$attributes['id'] = self::id( $pointer );
			if ( $this->findings->wrong( $pointer ) ) {
				$attributes['aria-invalid'] = 'true';
			}
		}
		if ( '' === $part ) {
			$attributes['aria-describedby'] = $this->described_by( $field, $pointer );
		}
		if ( $field->required ) {
			$attributes['aria-required'] = 'true';
		}
		$html = 'autocomplete="off"';
		foreach ( $attributes as $name => $value ) {
			$html .= sprintf( ' %s="%s"', $name, esc_attr( $value ) );
		}
		return $html;
	}

	/**
	 * Ids of what describes a field.
	 *
	 * @param Field  $field   The field.
	 * @param string $pointer Its pointer in the form.
	 */
	private function described_by( Field $field, string $pointer ): string {
		return ( '' === $this->help( $field ) ? '' : self::id( $pointer ) . '-help ' ) . self::id( $pointer ) . '-notices';
	}

	/**
	 * The help of a field.
	 *
	 * @param Field $field The field.
	 */
	private function help( Field $field ): string {
		return 'lines' === $field->kind ? trim( $field->help . ' ' . __( 'One on each line.', 'wbl-feed' ) ) : $field->help;
	}

	/**
	 * The example of a field, said to be one.
	 *
	 * @param Field $field The field.
	 */
	private function example( Field $field ): string {
		/* translators: %s: an example of what to write */
		return '' === $field->example ? '' : sprintf( __( 'Example: %s', 'wbl-feed' ), $field->example );
	}
}
