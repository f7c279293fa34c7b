//! The text of a template as the YAML parser sees it, so that it takes what PyYAML takes. Names `granit_parser`.
//!
//! The parser refuses some of what PyYAML reads: the string `-` in `[-, a]`, a colon without a space in `{a:[b]}`, and a
//! comment without one in `[a]#b`. For each it looks at one character ahead or behind, and only there it is shown
//! another one. What it reads, and where, is the text itself.
use granit_parser::input::{SkipTabs, WhitespaceResult};
use granit_parser::{BorrowedInput, ErrorKind, Input, StrInput};

/// The parser's own input, but for [`Input::peek_nth`] and [`Input::skip_ws_to_eol_blanks`].
///
/// The others are passed on one by one, since their defaults are slower, and inlined, since they run for every character.
pub(super) struct TemplateInput<'a>(StrInput<'a>);

impl<'a> TemplateInput<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self(StrInput::new(text))
    }
}

impl Input for TemplateInput<'_> {
    #[inline(always)]
    fn peek_nth(&self, n: usize) -> char {
        let character = self.0.peek_nth(n);
        match (n, character) {
            // Behind a `-`, it is only blanks that make it more than text.
            (1, ',' | '[' | ']' | '{' | '}') if self.0.peek() == '-' => '_',
            // Within brackets a `:` before any bracket ends a key, and before this one no space is asked for.
            (1, '[' | '{') if self.0.peek() == ':' => ']',
            _ => character,
        }
    }

    #[inline(always)]
    fn skip_ws_to_eol_blanks(&mut self, skip_tabs: SkipTabs) -> (usize, WhitespaceResult) {
        let start = self.0.byte_offset();
        let (skipped, found) = self.0.skip_ws_to_eol_blanks(skip_tabs);
        if skipped == 0
            && self.0.next_char_is('#')
            && let Some(start @ 1..) = start
            && self.0.slice_bytes(start - 1, start).is_some_and(|it| "[]{},\"'".contains(it))
        {
            return (0, WhitespaceResult::new(false, true));
        }
        (skipped, found)
    }

    #[inline(always)]
    fn lookahead(&mut self, count: usize) {
        self.0.lookahead(count);
    }

    #[inline(always)]
    fn buflen(&self) -> usize {
        self.0.buflen()
    }

    #[inline(always)]
    fn bufmaxlen(&self) -> usize {
        self.0.bufmaxlen()
    }

    #[inline(always)]
    fn raw_read_ch(&mut self) -> char {
        self.0.raw_read_ch()
    }

    #[inline(always)]
    fn raw_read_non_breakz_ch(&mut self) -> Option<char> {
        self.0.raw_read_non_breakz_ch()
    }

    #[inline(always)]
    fn skip(&mut self) {
        self.0.skip();
    }

    #[inline(always)]
    fn skip_n(&mut self, count: usize) {
        self.0.skip_n(count);
    }

    #[inline(always)]
    fn peek(&self) -> char {
        self.0.peek()
    }

    #[inline(always)]
    fn byte_offset(&self) -> Option<usize> {
        self.0.byte_offset()
    }

    #[inline(always)]
    fn slice_bytes(&self, start: usize, end: usize) -> Option<&str> {
        self.0.slice_bytes(start, end)
    }

    #[inline(always)]
    fn may_contain_comments(&self) -> bool {
        self.0.may_contain_comments()
    }

    #[inline(always)]
    fn next_2_are(&self, c1: char, c2: char) -> bool {
        self.0.next_2_are(c1, c2)
    }

    #[inline(always)]
    fn next_3_are(&self, c1: char, c2: char, c3: char) -> bool {
        self.0.next_3_are(c1, c2, c3)
    }

    #[inline(always)]
    fn next_is_document_indicator(&self) -> bool {
        self.0.next_is_document_indicator()
    }

    #[inline(always)]
    fn next_is_document_start(&self) -> bool {
        self.0.next_is_document_start()
    }

    #[inline(always)]
    fn next_is_document_end(&self) -> bool {
        self.0.next_is_document_end()
    }

    #[inline(always)]
    fn skip_ws_to_eol(&mut self, skip_tabs: SkipTabs) -> (usize, Result<WhitespaceResult, ErrorKind>) {
        self.0.skip_ws_to_eol(skip_tabs)
    }

    #[inline(always)]
    fn next_is_blank_or_break(&self) -> bool {
        self.0.next_is_blank_or_break()
    }

    #[inline(always)]
    fn next_is_blank_or_breakz(&self) -> bool {
        self.0.next_is_blank_or_breakz()
    }

    #[inline(always)]
    fn next_is_blank(&self) -> bool {
        self.0.next_is_blank()
    }

    #[inline(always)]
    fn next_is_break(&self) -> bool {
        self.0.next_is_break()
    }

    #[inline(always)]
    fn next_is_breakz(&self) -> bool {
        self.0.next_is_breakz()
    }

    #[inline(always)]
    fn next_is_z(&self) -> bool {
        self.0.next_is_z()
    }

    #[inline(always)]
    fn next_is_flow(&self) -> bool {
        self.0.next_is_flow()
    }

    #[inline(always)]
    fn next_is_digit(&self) -> bool {
        self.0.next_is_digit()
    }

    #[inline(always)]
    fn next_is_alpha(&self) -> bool {
        self.0.next_is_alpha()
    }

    #[inline(always)]
    fn skip_while_non_breakz(&mut self) -> usize {
        self.0.skip_while_non_breakz()
    }

    #[inline(always)]
    fn skip_while_blank(&mut self) -> usize {
        self.0.skip_while_blank()
    }

    #[inline(always)]
    fn fetch_while_is_alpha(&mut self, out: &mut String) -> usize {
        self.0.fetch_while_is_alpha(out)
    }

    #[inline(always)]
    fn fetch_while_is_yaml_non_space(&mut self, out: &mut String) -> usize {
        self.0.fetch_while_is_yaml_non_space(out)
    }

    #[inline(always)]
    fn fetch_block_scalar_line(&mut self, out: &mut String) -> usize {
        self.0.fetch_block_scalar_line(out)
    }

    #[inline(always)]
    fn take_quoted_scalar_ascii_chunk(&mut self, single: bool) -> &str {
        self.0.take_quoted_scalar_ascii_chunk(single)
    }

    #[inline(always)]
    fn take_quoted_scalar_chunk(&mut self, single: bool) -> (&str, usize) {
        self.0.take_quoted_scalar_chunk(single)
    }

    #[inline(always)]
    fn fetch_plain_scalar_chunk(&mut self, out: &mut String, count: usize, in_brackets: bool) -> (bool, usize) {
        self.0.fetch_plain_scalar_chunk(out, count, in_brackets)
    }

    #[inline(always)]
    fn skip_plain_scalar_chunk(&mut self, count: usize, in_brackets: bool) -> (bool, usize) {
        self.0.skip_plain_scalar_chunk(count, in_brackets)
    }
}

impl<'a> BorrowedInput<'a> for TemplateInput<'a> {
    #[inline(always)]
    fn slice_borrowed(&self, start: usize, end: usize) -> Option<&'a str> {
        self.0.slice_borrowed(start, end)
    }
}
