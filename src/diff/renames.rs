//! Which resource goes on under another logical id: of the same owner, or of one that was renamed itself.
use super::fingerprint::{Fingerprint, Index, Leaves};
use super::reference::reference;
use super::side::Side;
use super::values::equal;
use crate::cfn::logical_id::HASH_LENGTH;
use crate::provenance::Generated;
use crate::syntax::Node;
use crate::template::parameters::variables;
use indexmap::IndexMap;
use std::collections::{HashMap, HashSet};

/// Logical ids of the old document with those that the same resources have in the new one.
#[derive(Debug, Default)]
pub(super) struct Renames<'a> {
    new_ids: HashMap<&'a str, &'a str>,
    old_ids: HashMap<&'a str, &'a str>,
}

/// A resource that only one of the documents has.
#[derive(Clone, Copy)]
struct Candidate<'r, 'a> {
    generated: &'r Generated<'a>,
    node: &'a Node,
}

/// How much of a resource must be the same, in percent of what it and the other have.
const NEARLY_THE_SAME: usize = 70;

impl<'a> Renames<'a> {
    /// Pairs what is gone with what is new.
    pub(super) fn between(old: &Side<'a>, new: &Side<'a>) -> Self {
        let gone = missing(old, new);
        let added = missing(new, old);
        let moved: HashSet<&str> = gone.iter().chain(&added).map(|it| &**it.generated.logical_id).collect();
        let mut renames = Self::default();
        // What the user calls otherwise comes first: what was generated for it can then be recognized by its owner.
        let (old_mains, old_others) = apart(gone, old);
        let (new_mains, new_others) = apart(added, new);
        let kind = |side: &Side<'a>, it: &Candidate<'_, 'a>| {
            let owner = it.generated.owner();
            (it.generated.type_name, side.written_type(owner).unwrap_or_default(), String::new())
        };
        let (old_mains, new_mains) = (as_written(old_mains, old), as_written(new_mains, new));
        renames.pair(&kinds(&old_mains, |it| kind(old, it)), &kinds(&new_mains, |it| kind(new, it)), &moved);
        let owners: HashMap<&str, &str> = renames.owners(old, new);
        let new_owner =
            |it: &Candidate<'_, 'a>| (*owners.get(it.generated.owner()).unwrap_or(&it.generated.owner())).to_owned();
        let kind = |it: &Candidate<'_, 'a>, owner: String| (it.generated.type_name, it.generated.purpose, owner);
        renames.pair(
            &kinds(&old_others, |it| kind(it, new_owner(it))),
            &kinds(&new_others, |it| kind(it, it.generated.owner().to_owned())),
            &moved,
        );
        renames
    }

    pub(super) fn new_id(&self, old: &str) -> Option<&'a str> {
        self.new_ids.get(old).copied()
    }

    pub(super) fn old_id(&self, new: &str) -> Option<&'a str> {
        self.old_ids.get(new).copied()
    }

    /// Whether an old and a new value are the same when references follow the renamed resources.
    pub(super) fn same(&self, old: &Node, new: &Node) -> bool {
        let are_equal = equal(old, new);
        if are_equal || self.new_ids.is_empty() {
            return are_equal;
        }
        if let (Some(one), Some(two)) = (reference(old), reference(new)) {
            return self.followed(&one) == two;
        }
        match (old.map(), new.map(), old.list(), new.list()) {
            (Some(one), Some(two), ..) => {
                one.len() == two.len()
                    && one.iter().all(|(key, it)| two.get(key).is_some_and(|other| self.same(it, other)))
            }
            (.., Some(one), Some(two)) => {
                one.len() == two.len() && one.iter().zip(two).all(|(it, other)| self.same(it, other))
            }
            _ => false,
        }
    }

    /// A text with `${…}` that leads to the resources of the new document.
    pub(super) fn followed(&self, text: &str) -> String {
        let mut followed = String::with_capacity(text.len());
        let mut rest = 0;
        for (start, end) in variables(text) {
            let name = &text[start + 2..end - 1];
            let (id, attribute) = name.split_at(name.find('.').unwrap_or(name.len()));
            followed.push_str(&text[rest..start]);
            followed.push_str(&format!("${{{}{attribute}}}", self.new_id(id).unwrap_or(id)));
            rest = end;
        }
        followed + &text[rest..]
    }

    fn insert(&mut self, old: &'a str, new: &'a str) {
        self.new_ids.insert(old, new);
        self.old_ids.insert(new, old);
    }

    /// The owners that were renamed.
    fn owners<'r>(&self, old: &'r Side<'a>, new: &'r Side<'a>) -> HashMap<&'r str, &'r str> {
        let pairs = self.new_ids.iter().filter_map(|(one, two)| {
            Some((old.generated(one)?.owner(), new.generated(two)?.owner())).filter(|(one, two)| one != two)
        });
        pairs.collect()
    }

    fn pair(&mut self, old: &Kinds<'_, 'a>, new: &Kinds<'_, 'a>, moved: &HashSet<&str>) {
        for (kind, gone) in old {
            if let Some(added) = new.get(kind) {
                // What one owner has instead of something else is something else, unless it is the same.
                let owners = |all: &[Candidate<'_, 'a>]| all.first().map(|it| it.generated.owner());
                let exact = owners(gone) == owners(added);
                self.pair_kind(gone.clone(), added.clone(), exact, moved);
            }
        }
    }

    /// Pairs resources of one kind: the same first, then those whose ids say so, then the most similar.
    fn pair_kind(
        &mut self,
        mut gone: Vec<Candidate<'_, 'a>>,
        mut added: Vec<Candidate<'_, 'a>>,
        exact: bool,
        moved: &HashSet<&str>,
    ) {
        let is_hashed =
            |it: &Candidate<'_, 'a>| !it.generated.is_as_written() && stem(it.generated.logical_id).is_some();
        self.pair_by(&mut gone, &mut added, |it| {
            stem(it.generated.logical_id).filter(|_| is_hashed(it)).map(str::to_owned)
        });
        self.pair_by(&mut gone, &mut added, |it| Some(Fingerprint::of(it.node, moved)));
        if !exact {
            // Events go with the resource that has them.
            self.pair_by(&mut gone, &mut added, |it| Some(it.generated.causes.first()?.part?.name.to_owned()));
        }
        // A generated id with a hash has no other resemblance.
        if let ([one], [two]) = (&gone[..], &added[..])
            && is_hashed(one)
            && is_hashed(two)
        {
            self.insert(one.generated.logical_id, two.generated.logical_id);
            return;
        }
        if exact {
            return;
        }
        let leaves = |all: &[Candidate<'_, 'a>]| all.iter().map(|it| Leaves::of(it.node, moved)).collect::<Vec<_>>();
        let (old_leaves, new_leaves) = (leaves(&gone), leaves(&added));
        let index = Index::of(&new_leaves);
        let mut scores = Vec::new();
        for (one, old) in old_leaves.iter().enumerate() {
            for two in index.sharing(old) {
                scores.push((old.percent_of_likeness(&new_leaves[two]), one, two));
            }
        }
        scores.retain(|(score, ..)| *score >= NEARLY_THE_SAME);
        scores.sort_by_key(|(score, one, two)| (std::cmp::Reverse(*score), *one, *two));
        let (mut used_old, mut used_new) = (HashSet::new(), HashSet::new());
        for (_, one, two) in scores {
            if !used_old.contains(&one) && !used_new.contains(&two) {
                used_old.insert(one);
                used_new.insert(two);
                self.insert(gone[one].generated.logical_id, added[two].generated.logical_id);
            }
        }
    }

    /// Pairs resources with the same key, in their order, and takes them off the lists.
    fn pair_by<K: std::hash::Hash + Eq>(
        &mut self,
        gone: &mut Vec<Candidate<'_, 'a>>,
        added: &mut Vec<Candidate<'_, 'a>>,
        key: impl Fn(&Candidate<'_, 'a>) -> Option<K>,
    ) {
        let mut by_key: HashMap<K, std::collections::VecDeque<&'a str>> = HashMap::new();
        for it in added.iter() {
            if let Some(key) = key(it) {
                by_key.entry(key).or_default().push_back(it.generated.logical_id);
            }
        }
        gone.retain(|it| {
            let new = key(it).and_then(|it| by_key.get_mut(&it)?.pop_front());
            new.into_iter().for_each(|new| self.insert(it.generated.logical_id, new));
            new.is_none()
        });
        added.retain(|it| self.old_id(it.generated.logical_id).is_none());
    }
}

/// Resources by what they are: only those of the same kind can be the same.
type Kinds<'r, 'a> = IndexMap<(&'a str, &'a str, String), Vec<Candidate<'r, 'a>>>;

fn kinds<'r, 'a>(
    candidates: &[Candidate<'r, 'a>],
    kind: impl Fn(&Candidate<'r, 'a>) -> (&'a str, &'a str, String),
) -> Kinds<'r, 'a> {
    let mut kinds = Kinds::new();
    for candidate in candidates {
        kinds.entry(kind(candidate)).or_default().push(*candidate);
    }
    kinds
}

/// The resources of `side` whose ids `other` does not have.
fn missing<'r, 'a>(side: &'r Side<'a>, other: &Side<'a>) -> Vec<Candidate<'r, 'a>> {
    let all = side.groups.values().flatten();
    let all = all.filter_map(|generated| Some(Candidate { generated, node: side.resource(generated.logical_id)? }));
    all.filter(|it| other.resource(it.generated.logical_id).is_none()).collect()
}

/// Parts what stands for an owner from what was generated besides. An owner that is still there was not renamed.
fn apart<'r, 'a>(
    candidates: Vec<Candidate<'r, 'a>>,
    side: &Side<'a>,
) -> (Vec<Candidate<'r, 'a>>, Vec<Candidate<'r, 'a>>) {
    let mains: HashMap<&str, &str> =
        side.groups.iter().filter_map(|(owner, all)| Some((*owner, &**all.first()?.logical_id))).collect();
    candidates.into_iter().partition(|it| {
        let owner = it.generated.owner();
        mains.get(owner) == Some(&&**it.generated.logical_id)
    })
}

/// What the user wrote says more than what became of it, where code that is not uploaded looks all the same.
fn as_written<'r, 'a>(candidates: Vec<Candidate<'r, 'a>>, side: &Side<'a>) -> Vec<Candidate<'r, 'a>> {
    let written = |it: &Candidate<'r, 'a>| side.written.resources().get(it.generated.owner());
    candidates.into_iter().map(|it| Candidate { node: written(&it).unwrap_or(it.node), ..it }).collect()
}

/// A logical id without the hash at its end.
pub(super) fn stem(logical_id: &str) -> Option<&str> {
    let at = logical_id.len().checked_sub(HASH_LENGTH).filter(|it| *it > 0)?;
    let is_hash = |it: &str| it.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'a'..=b'f'));
    is_hash(logical_id.get(at..)?).then(|| &logical_id[..at])
}
