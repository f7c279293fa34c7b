//! What the fuzz targets share: inputs, a mutator that knows templates, and what must hold of whatever samc says.
pub mod input;
pub mod mutator;
pub mod promises;

/// Lets libFuzzer use the mutator: once in each target.
#[macro_export]
macro_rules! mutate_templates {
    () => {
        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            $crate::mutator::mutate(data, size, max_size, seed, libfuzzer_sys::fuzzer_mutate)
        });
        libfuzzer_sys::fuzz_crossover!(|one: &[u8], other: &[u8], out: &mut [u8], seed: u32| {
            $crate::mutator::cross_over(one, other, out, seed)
        });
    };
}
