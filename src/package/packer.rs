//! Makes artifacts of files and folders, each once.
use super::archive::{self, Contents, Failure};
use super::bucket::Bucket;
use super::keys::Hash;
use super::paths::Wanted;
use super::project::{Draft, Found, Listing, Member, Project, Store, Unpackable};
use super::unbuilt::{self, Unbuilt};
use crate::diagnostic::{Diagnostic, Problems, codes};
use crate::facts::packaged::Form;
use crate::syntax::Node;
use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// Most bytes of a function and its layers when they are unzipped ("Lambda quotas" in the developer guide of Lambda).
const LARGEST: u64 = 250 * 1024 * 1024;

/// An artifact that was made.
#[derive(Clone, Debug)]
pub(crate) struct Artifact {
    /// The path for people.
    pub path: String,
    /// Its whole key.
    pub key: String,
    /// How many files are in it; `None` where it is a file as it was.
    pub files: Option<usize>,
    /// Its size when it is unzipped.
    pub unzipped: u64,
    /// Its own size.
    pub size: u64,
    /// What an ignore file left out.
    pub left_out: Vec<String>,
}

/// That the artifacts cannot be written: what is wrong with the machine.
#[derive(Debug)]
pub(crate) struct Stopped(pub io::Error);

/// The artifacts of a run.
pub(crate) struct Packer<'a> {
    store: &'a mut dyn Store,
    pub bucket: &'a Bucket,
    /// By what they are made of. The name of a file stands in its zip file, and links give it several.
    made: HashMap<(PathBuf, Form, Option<String>), Made>,
    pub artifacts: Vec<Artifact>,
    /// Why nothing more is written.
    pub stopped: Option<Stopped>,
}

/// What is known of an artifact.
#[derive(Clone, Debug)]
struct Made {
    key: String,
    unzipped: u64,
    /// The mode of the file that a runtime of one's own begins with.
    bootstrap: Option<u32>,
    unbuilt: Unbuilt,
}

/// Why something is not made.
enum Fault {
    Unpackable(Unpackable),
    Stopped(io::Error),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Stopped(error)
    }
}

fn refused(reason: impl Into<String>, help: impl Into<String>) -> Fault {
    Fault::Unpackable(Unpackable::Refused { reason: reason.into(), help: help.into() })
}

impl<'a> Packer<'a> {
    pub(crate) fn new(store: &'a mut dyn Store, bucket: &'a Bucket) -> Self {
        Self { store, bucket, made: HashMap::new(), artifacts: Vec::new(), stopped: None }
    }

    /// Packages a file or folder and gives its whole key; `None` where that cannot be, which is reported or
    /// [`Packer::stopped`].
    pub(crate) fn pack(
        &mut self,
        wanted: &Wanted<'_>,
        project: &dyn Project,
        problems: &mut Problems,
    ) -> Option<String> {
        if self.stopped.is_some() {
            return None;
        }
        let found = match project.find(wanted.path) {
            Ok(found) => found,
            Err(reason) => {
                problems.push(unpackable(wanted, &reason));
                return None;
            }
        };
        // Nothing is read twice because two types have other words for the same thing.
        let form = match wanted.form {
            Form::ArchiveOrFile if found.is_folder => Form::Archive,
            Form::ArchiveOrFile => Form::File,
            form => form,
        };
        let name = (form == Form::Archive && !found.is_folder).then(|| found.name.clone());
        let id = (found.real.clone(), form, name);
        let made = match self.made.get(&id) {
            Some(made) => made.clone(),
            None => match self.make(&found, form, project) {
                Ok(made) => {
                    self.made.insert(id, made.clone());
                    made
                }
                Err(Fault::Unpackable(reason)) => {
                    problems.push(unpackable(wanted, &reason));
                    return None;
                }
                Err(Fault::Stopped(error)) => {
                    self.stopped = Some(Stopped(error));
                    return None;
                }
            },
        };
        warn(wanted, &found, &made, problems);
        Some(made.key)
    }

    /// Stores a template that was written here, and gives its whole key.
    pub(crate) fn pack_template(&mut self, path: &str, text: &str) -> Option<String> {
        let done = (|| {
            let mut draft = self.store.create()?;
            draft.write_all(text.as_bytes())?;
            let mut hash = Hash::default();
            hash.update(text.as_bytes());
            self.keep(draft, format!("{}.template", hash.finish()), path, None, Vec::new(), text.len() as u64)
        })();
        done.map_err(|it| self.stopped = Some(Stopped(it))).ok()
    }

    fn make(&mut self, found: &Found, form: Form, project: &dyn Project) -> Result<Made, Fault> {
        match form {
            Form::Archive if found.is_folder => {
                let listing = project.list(found).map_err(Fault::Unpackable)?;
                self.zip(found, listing, project)
            }
            _ if found.is_folder => Err(refused("it is a folder", "name a file in it")),
            Form::Archive => self.file_or_zip(found, project),
            Form::ArchiveOrFile | Form::File | Form::Image => self.file(found, "", project),
            Form::Template | Form::TemplateAsItIs => self.file(found, ".template", project),
        }
    }

    fn zip(&mut self, found: &Found, listing: Listing, project: &dyn Project) -> Result<Made, Fault> {
        if listing.members.is_empty() {
            let reason = if listing.left_out.is_empty() { "it is an empty folder" } else { "all of it is left out" };
            return Err(refused(reason, "Lambda takes no empty zip file; put the code there"));
        }
        let mut draft = self.store.create()?;
        let all = listing.members.len();
        let read = |member: &Member| -> io::Result<Vec<u8>> {
            let mut content = Vec::with_capacity(usize::try_from(member.size).unwrap_or_default().saturating_add(1));
            project.open(&member.real)?.read_to_end(&mut content)?;
            Ok(content)
        };
        let unzipped = listing.members.iter().map(|it| it.size).sum();
        let progress = |done| project.progress(done, all, unzipped);
        let written = archive::write(&listing.members, &read, &unbuilt::LISTS, &progress, &mut *draft);
        let written = written.map_err(|failure| match failure {
            Failure::Unreadable(name, error) => {
                refused(format!("`{name}` in it cannot be read: {error}"), "make it readable")
            }
            Failure::Unwritable(error) => Fault::Stopped(error),
        })?;
        let bootstrap = listing.members.iter().find(|it| it.name == "bootstrap").map(|it| it.mode);
        let unbuilt = Unbuilt::of(&listing, &written.contents);
        let key = self.keep(draft, written.key, &found.shown, Some(all), listing.left_out, unzipped)?;
        Ok(Made { key, unzipped, bootstrap, unbuilt })
    }

    /// A zip file goes as it is, any other file in one.
    fn file_or_zip(&mut self, found: &Found, project: &dyn Project) -> Result<Made, Fault> {
        let mut draft = self.store.create()?;
        let (hash, size) = copy(found, project, &mut *draft)?;
        draft.seek(SeekFrom::Start(0))?;
        if let Some(Contents { unzipped, bootstrap }) = archive::contents(&mut *draft) {
            let key = self.keep(draft, hash, &found.shown, None, Vec::new(), size)?;
            return Ok(Made { key, unzipped, bootstrap, unbuilt: Unbuilt::default() });
        }
        let mut content = Vec::new();
        draft.seek(SeekFrom::Start(0))?;
        draft.read_to_end(&mut content)?;
        let member = Member { name: found.name.clone(), real: found.real.clone(), mode: found.mode, size };
        let mut zip = self.store.create()?;
        let read = |_: &Member| Ok(content.clone());
        let written = archive::write(&[member], &read, &[], &|_| (), &mut *zip).map_err(|failure| match failure {
            Failure::Unreadable(_, error) | Failure::Unwritable(error) => Fault::Stopped(error),
        })?;
        let key = self.keep(zip, written.key, &found.shown, Some(1), Vec::new(), size)?;
        let bootstrap = (found.name == "bootstrap").then_some(found.mode);
        Ok(Made { key, unzipped: size, bootstrap, unbuilt: Unbuilt::default() })
    }

    fn file(&mut self, found: &Found, end: &str, project: &dyn Project) -> Result<Made, Fault> {
        let mut draft = self.store.create()?;
        let (hash, size) = copy(found, project, &mut *draft)?;
        let key = self.keep(draft, format!("{hash}{end}"), &found.shown, None, Vec::new(), size)?;
        Ok(Made { key, unzipped: size, bootstrap: None, unbuilt: Unbuilt::default() })
    }

    fn keep(
        &mut self,
        mut draft: Box<dyn Draft>,
        name: String,
        path: &str,
        files: Option<usize>,
        left_out: Vec<String>,
        unzipped: u64,
    ) -> io::Result<String> {
        let size = draft.seek(SeekFrom::End(0))?;
        let key = self.bucket.key(&name);
        draft.keep(&key)?;
        self.artifacts.push(Artifact { path: path.to_owned(), key: key.clone(), files, unzipped, size, left_out });
        Ok(key)
    }
}

/// Copies a file, and gives the hash of its content and its size.
fn copy(found: &Found, project: &dyn Project, draft: &mut dyn Draft) -> Result<(String, u64), Fault> {
    const STEP: usize = 256 * 1024;
    let unreadable = |error: io::Error| refused(format!("it cannot be read: {error}"), "make it readable");
    let mut file = project.open(&found.real).map_err(unreadable)?;
    let (mut hash, mut size, mut buffer) = (Hash::default(), 0, vec![0; STEP]);
    loop {
        let read = file.read(&mut buffer).map_err(unreadable)?;
        let Some(bytes) = buffer.get(..read).filter(|it| !it.is_empty()) else { break };
        hash.update(bytes);
        draft.write_all(bytes)?;
        size += read as u64;
    }
    Ok((hash.finish(), size))
}

/// The finding about what cannot be packaged.
pub(crate) fn unpackable(wanted: &Wanted<'_>, reason: &Unpackable) -> Diagnostic {
    let path = if wanted.path.is_empty() { "." } else { wanted.path };
    let (message, help) = match reason {
        Unpackable::Refused { reason, help } => (format!("`{path}` is not packaged: {reason}"), help.clone()),
        Unpackable::Missing => (
            format!("there is no `{path}` beside the template"),
            match wanted.form {
                Form::Archive => "run `sam build`, and package `.aws-sam/build/template.yaml`".to_owned(),
                _ => "correct the path, which begins at the folder of the template; if a build makes the file, run \
                `sam build`, and package `.aws-sam/build/template.yaml`"
                    .to_owned(),
            },
        ),
    };
    Diagnostic::new(&codes::MISSING_ARTIFACT, wanted.at, message).help(help)
}

fn warn(wanted: &Wanted<'_>, found: &Found, made: &Made, problems: &mut Problems) {
    // Other services have other limits, and build what they are given.
    if wanted.form != Form::Archive || !wanted.resource.is_some_and(is_of_lambda) {
        return;
    }
    let path = if wanted.path.is_empty() { "." } else { wanted.path };
    if made.unzipped > LARGEST {
        let size = made.unzipped.div_ceil(1024 * 1024);
        let message = format!("`{path}` has {size} MB when it is unzipped; Lambda accepts 250 MB, layers included");
        let help = "leave out what does not run, by a file `.samcignore` with patterns as in .gitignore";
        problems.push(Diagnostic::new(&codes::LARGE_ARTIFACT, wanted.at, message).help(help));
    }
    let runtime = wanted.property("Runtime").and_then(Node::text);
    if let Some(mode) = made.bootstrap
        && runtime.is_some_and(|it| it.starts_with("provided"))
        && mode & 0o111 == 0
    {
        let message = format!("`bootstrap` in `{path}` is not executable, so that the function cannot start");
        let help = "run `chmod +x bootstrap` before it is packaged, and delete artifacts that were made without it: their \
            keys stay the same";
        problems.push(Diagnostic::new(&codes::BOOTSTRAP_NOT_EXECUTABLE, wanted.at, message).help(help));
    }
    let metadata = |name| wanted.resource.and_then(|it| it.at(&["Metadata", name]));
    // `sam build` leaves its mark on resources.
    let is_skipped = metadata("SkipBuild").is_some_and(Node::is_truthy);
    if found.is_built || is_skipped || metadata("SamResourceId").is_some() {
        return;
    }
    let reason = match (metadata("BuildMethod"), made.unbuilt.sign(wanted)) {
        (Some(_), _) => "it has a `BuildMethod`".to_owned(),
        (None, Some(sign)) => format!("it has a `{sign}`, and nothing that was made of it"),
        (None, None) => return,
    };
    let help = "run `sam build`, and package `.aws-sam/build/template.yaml`";
    let message = format!("`{path}` looks as if it was not built: {reason}");
    problems.push(Diagnostic::new(&codes::UNBUILT_CODE, wanted.at, message).help(help));
}

fn is_of_lambda(resource: &Node) -> bool {
    let name = resource.get("Type").and_then(Node::text);
    name.is_some_and(|it| it.starts_with("AWS::Serverless::") || it.starts_with("AWS::Lambda::"))
}
